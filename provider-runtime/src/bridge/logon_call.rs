//! `IMSProvider::Logon` and `SpoolerLogon`: from MAPI's arguments to a logon and a store, or to the store that is open
//! already. What an end undoes of it is in `com/end.rs`, what it shares with other kinds' in `com/home.rs` and `com/core.rs`.
#![allow(unsafe_code, reason = "the logon methods of IMSProvider take raw arguments")]

use crate::com::core::{Core, spared};
use crate::com::home::Home;
use crate::com::link::Link;
use crate::com::object::{LogonObject, LogonRole, ProviderObject, StoreObject, StoreRole};
use crate::com::store::StoreLife;
use crate::com::wall::settled;
use crate::lent::Support;
use crate::provider::{EntryId, LogonContext, StoreKey, StoreProvider};
use provider_abi::access::Access;
use provider_abi::class::{interface, object};
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::last_error::tell;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MDB_NO_DIALOG, MDB_WRITE};
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IMsgStore, IID_IUnknown, Iid};
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::{ENTRYID, MAPIERROR};
use provider_abi::strings::text;
use std::cell::RefCell;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The arguments that both calls have.
struct Call {
    support: *mut c_void,
    window: usize,
    profile: In<c_void>,
    entry_length: u32,
    entry: In<ENTRYID>,
    flags: u32,
    wanted: In<Iid>,
    error: Out<*mut MAPIERROR>,
    logon: Out<*mut c_void>,
    store: Out<*mut c_void>,
    spooler: bool,
}

/// What a logon came to: a logon of its own or none, if the store was open already (MSLOGON-6); and whether anything is
/// amiss.
type Outcome<P> = (Option<NonNull<LogonObject<P>>>, NonNull<StoreObject<P>>, bool);

/// `IMSProvider::Logon`
pub(crate) unsafe extern "system" fn logon<P: StoreProvider>(
    this: This,
    support: *mut c_void,
    window: usize,
    profile: In<c_void>,
    entry_length: u32,
    entry: In<ENTRYID>,
    flags: u32,
    wanted: In<Iid>,
    security_length: Out<u32>,
    security: Out<*mut u8>,
    error: Out<*mut MAPIERROR>,
    logon: Out<*mut c_void>,
    store: Out<*mut c_void>,
) -> Code {
    security_length.write(0); // MSLOGON-12: the profile alone suffices
    security.clear();
    Call { support, window, profile, entry_length, entry, flags, wanted, error, logon, store, spooler: false }
        .answer::<P>(&this)
}

/// `IMSProvider::SpoolerLogon` (SPOOL-1, SPOOL-3): the data of `Logon` is not needed.
pub(crate) unsafe extern "system" fn spooler_logon<P: StoreProvider>(
    this: This,
    support: *mut c_void,
    window: usize,
    profile: In<c_void>,
    entry_length: u32,
    entry: In<ENTRYID>,
    flags: u32,
    wanted: In<Iid>,
    _security_length: u32,
    _security: In<u8>,
    error: Out<*mut MAPIERROR>,
    logon: Out<*mut c_void>,
    store: Out<*mut c_void>,
) -> Code {
    Call { support, window, profile, entry_length, entry, flags, wanted, error, logon, store, spooler: true }
        .answer::<P>(&this)
}

impl Call {
    fn answer<P: StoreProvider>(&self, this: &This) -> Code {
        self.logon.clear(); // LOGON-1
        self.store.clear();
        self.error.clear();
        let home = Arc::clone(&object::<ProviderObject<P>, 0>(this).home);
        match settled(|| self.outcome(&home)) {
            Ok((logon, store, amiss)) => {
                self.logon.write(logon.map_or(std::ptr::null_mut(), |logon| interface(logon, 0)));
                self.store.write(interface(store, 0));
                if amiss { Code::W_ERRORS_RETURNED } else { Code::OK }
            }
            Err(error) => tell(&home.host.memory, self.flags, P::NAME, &error, self.error),
        }
    }

    fn outcome<P: StoreProvider>(&self, home: &Arc<Home<P>>) -> Result<Outcome<P>> {
        self.logon.needed()?;
        self.store.needed()?;
        if !self.wanted.read().is_none_or(|iid| [IID_IMsgStore, IID_IUnknown, IID_IMAPIProp].contains(&iid)) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into()); // MSLOGON-4, before any state; T-22
        }
        let entry = self.entry.some_bytes(self.entry_length);
        let entry = entry.map(|bytes| entry_id::key(bytes, &[P::UID])).transpose()?.map(EntryId);
        if let Some(store) = entry.and_then(|entry| home.open_store(entry.bytes())) {
            return Ok((None, store, false)); // MSLOGON-6: no profile, no support object, no author
        }
        home.log_on(self.support, |link| self.open(home, link, entry), |(logon, ..)| logon.is_some())
    }

    fn open<P: StoreProvider>(
        &self,
        home: &Arc<Home<P>>,
        link: &Arc<Link>,
        entry: Option<EntryId<'_>>,
    ) -> Result<Outcome<P>> {
        let profile = text(self.profile, self.flags).unwrap_or_default();
        let mut context = LogonContext {
            entry,
            key: StoreKey::new(entry.map_or(Vec::new(), |entry| entry.bytes().to_vec())),
            access: Access::of(self.flags, MDB_WRITE), // MSLOGON-2
            profile: &profile,
            window: self.window,
            flags: self.flags,
            dialogs: self.flags & MDB_NO_DIALOG == 0 && !home.host.service,
            spooler: self.spooler,
            support: Support::new(Arc::clone(link)),
            shared: home.shared()?,
            warnings: RefCell::default(),
        };
        if entry.is_none() {
            context.key = P::identify(&context)?;
            if let Some(store) = home.open_store(context.key.bytes()) {
                return Ok((None, store, false));
            }
        }
        let state = P::logon(&context)?;
        let warnings = context.warnings.take();
        let life = StoreLife { key: context.key.bytes().to_vec(), ..StoreLife::default() };
        let writable = context.access != Access::Read;
        drop(context); // it holds the shared state, which a failure may have to stop
        let core = Arc::new(Core::new(Arc::clone(link), Arc::clone(home), state, writable, life));
        // From here on the value ends by the plan, whatever happens.
        let made = settled(|| register(&core).and_then(|()| hand_out(&core, warnings)));
        if !made.as_ref().is_ok_and(|(logon, ..)| logon.is_some()) {
            Core::end(&core);
        }
        made
    }
}

/// LOGON-7: UIDs, then the row, then what else MAPI keeps of the store.
fn register<P: StoreProvider>(core: &Arc<Core<P>>) -> Result<()> {
    let (uid, key) = (core.join()?, &core.life.key);
    let raw = entry_id::long_term(&P::UID, key); // the store's own entry identifier carries the declared one
    core.link.name([uid, P::UID], raw.clone())?;
    let told = core.add_row()?;
    // OPEN-11: where MAPI cannot wrap, clients get the identifier as it is.
    let entry = spared(core.link.wrap(&raw))?.unwrap_or(raw);
    core.keep_in_profile(told, Some((entry, key)))
}

/// MSLOGON-5: the pair; or the store that another thread has opened under the same key meanwhile (MSLOGON-7).
fn hand_out<P: StoreProvider>(core: &Arc<Core<P>>, warnings: Vec<String>) -> Result<Outcome<P>> {
    let store = StoreObject::new(Arc::clone(core), StoreRole);
    if let Some(open) = core.home.enlist(&core.life.key, store) {
        // SAFETY: O4: made above and shown to nobody.
        drop(unsafe { Box::from_raw(store.as_ptr()) });
        return Ok((None, open, false));
    }
    core.life.opened.store(true, Ordering::Release);
    core.life.held.store(true, Ordering::Release);
    let logon = LogonObject::new(Arc::clone(core), LogonRole);
    let text = warnings.join("; ");
    // SAFETY: O4: made above, and the caller's reference is not given out yet.
    unsafe { logon.as_ref() }.last.remember(Code::W_ERRORS_RETURNED, &text);
    // SAFETY: O4: the reference that the caller will be given keeps it.
    unsafe { store.as_ref() }.last.remember(Code::W_ERRORS_RETURNED, &text);
    Ok((Some(logon), store, !warnings.is_empty()))
}
