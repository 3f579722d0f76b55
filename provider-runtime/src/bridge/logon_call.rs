//! `IMSProvider::Logon` and `SpoolerLogon`: from MAPI's arguments to a logon and a store, or to the store that is open
//! already. What an end undoes of it is in `com/end.rs`.

use super::store;
use crate::abi::code::Code;
use crate::abi::flag::{MDB_NO_DIALOG, MDB_WRITE, STATUS_VALIDATE_STATE};
use crate::abi::iid::{IID_IMAPIProp, IID_IMsgStore, IID_IUnknown, Iid};
use crate::abi::param::{In, Out, This};
use crate::abi::structs::{ENTRYID, MAPIERROR};
use crate::abi::tags;
use crate::com::border::tell;
use crate::com::class::{interface, object};
use crate::com::core::{Core, Registered};
use crate::com::entry_id;
use crate::com::foreign::Foreign;
use crate::com::home::Home;
use crate::com::link::Link;
use crate::com::object::{LogonObject, LogonRole, ProviderObject, StoreObject, StoreRole};
use crate::com::params::text;
use crate::com::wall::settled;
use crate::error::{Error, Result};
use crate::lent::Support;
use crate::provider::{Access, EntryId, LogonContext, Property, StoreKey, StoreProvider};
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

/// What a logon came to.
enum Outcome<P: StoreProvider> {
    /// A logon of its own, and what is amiss with it.
    New(NonNull<LogonObject<P>>, NonNull<StoreObject<P>>, bool),
    /// MSLOGON-6: the store was open already.
    Duplicate(NonNull<StoreObject<P>>),
}

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
            Ok(Outcome::New(logon, store, amiss)) => {
                self.logon.write(interface(logon, 0));
                self.store.write(interface(store, 0));
                if amiss { Code::W_ERRORS_RETURNED } else { Code::OK }
            }
            Ok(Outcome::Duplicate(store)) => {
                self.store.write(interface(store, 0));
                Code::OK
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
        let entry = entry.map(|bytes| entry_id::key(bytes, &[P::UID])).transpose()?;
        if let Some(store) = entry.and_then(|entry| home.open_store(entry.bytes())) {
            return Ok(Outcome::Duplicate(store)); // MSLOGON-6: no profile, no support object, no author
        }
        // SAFETY: F1: MAPI lends a live support object for the call; this takes the one reference (LOGON-2).
        let support = unsafe { Foreign::lent(self.support) }.ok_or(Code::INVALID_PARAMETER)?;
        let link = Arc::new(Link::new(support, Arc::clone(&home.host)));
        let under_way = home.begin();
        let outcome = settled(|| self.open(home, &link, entry));
        drop(under_way); // behind the author's code, which holds the shared state while it logs on
        if !matches!(outcome, Ok(Outcome::New(..))) {
            // LOGON-2: net 0. The author may have started threads: the same gate, the same end.
            Link::let_go(&link);
        }
        outcome
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
            dialogs: self.flags & MDB_NO_DIALOG == 0 && !home.host.service,
            spooler: self.spooler,
            support: Support::new(Arc::clone(link)),
            shared: home.shared()?,
            warnings: RefCell::default(),
        };
        if entry.is_none() {
            context.key = P::identify(&context)?;
            if let Some(store) = home.open_store(context.key.bytes()) {
                return Ok(Outcome::Duplicate(store));
            }
        }
        let state = P::logon(&context)?;
        let warnings = context.warnings.take();
        let (key, writable) = (context.key.clone(), context.access != Access::Read);
        drop(context); // it holds the shared state, which a failure may have to stop
        let core = Arc::new(Core::new(Arc::clone(link), Arc::clone(home), state, key, writable));
        // From here on the value ends by the plan, whatever happens.
        let made = settled(|| register(&core).and_then(|()| hand_out(&core, warnings)));
        if !matches!(made, Ok(Outcome::New(..))) {
            Core::end(&core);
        }
        made
    }
}

/// LOGON-7: the logon joins its provider; UIDs, then the row, then what else MAPI keeps of the store.
fn register<P: StoreProvider>(core: &Arc<Core<P>>) -> Result<()> {
    core.home.join(core)?;
    let link = &core.link;
    let uid = core.ask(|state| Ok(state.uid()))?;
    link.name(uid, entry_id::long_term(&P::UID, core.key.bytes()));
    link.register(&uid)?; // UID-7
    if uid != P::UID {
        link.register(&P::UID)?; // the store's own entry identifier carries this one
    }
    let name = match core.ask(|state| Ok(store::name(state))) {
        Err(error) if link.calls.is_failed() => return Err(error), // it panicked: no logon that has failed already
        name => name.unwrap_or_else(|_| P::NAME.into()),
    };
    let status = link.status.load(Ordering::SeqCst);
    let row = [
        Property::new(tags::DISPLAY_NAME, name.as_str()),
        Property::new(tags::PROVIDER_DISPLAY, P::NAME),
        Property::new(tags::STATUS_CODE, status),
        Property::new(tags::RESOURCE_METHODS, STATUS_VALIDATE_STATE),
    ];
    link.add_row(&row, status)?; // STATUS-1, STATUS-2, STATUS-4
    let registered = keep_in_profile(core, name)?;
    let _ = core.registered.set(registered);
    Ok(())
}

/// LOGON-5: the profile section learns what the store is. A section that is missing or cannot be written costs the logon
/// nothing; running out of memory does.
fn keep_in_profile<P: StoreProvider>(core: &Core<P>, name: String) -> Result<Registered> {
    let link = &core.link;
    let raw = link.store().unwrap_or_default();
    // OPEN-11: where MAPI cannot wrap, clients get the identifier as it is.
    let entry = spared(link.wrap(raw))?.unwrap_or_else(|| raw.to_vec());
    let mut registered = Registered { entry, name, ..Registered::default() };
    if let Some(section) = spared(link.section(Access::Write))? {
        registered.dll = spared(section.text(tags::PROVIDER_DLL_NAME))?.flatten();
        registered.flags = spared(section.get(tags::RESOURCE_FLAGS))?.flatten().and_then(|flags| flags.as_i32());
        spared(section.set(&[
            Property::new(tags::DISPLAY_NAME, registered.name.as_str()),
            Property::new(tags::ENTRYID, registered.entry.as_slice()),
            Property::new(tags::PROVIDER_DISPLAY, P::NAME),
            Property::new(tags::RECORD_KEY, core.key.bytes()),
        ]))?;
    }
    Ok(registered)
}

/// What a logon can do without, unless memory ran out (MEM-10).
fn spared<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.code() == Code::NOT_ENOUGH_MEMORY => Err(error),
        Err(_) => Ok(None),
    }
}

/// MSLOGON-5: the pair; or the store that another thread has opened under the same key meanwhile (MSLOGON-7).
///
/// # Errors
/// `MAPI_E_END_OF_SESSION` if MAPI ended the provider from inside one of this logon's own calls out (T-92).
fn hand_out<P: StoreProvider>(core: &Arc<Core<P>>, warnings: Vec<String>) -> Result<Outcome<P>> {
    if core.link.calls.is_closed() {
        return Err(Error::new(Code::END_OF_SESSION, "the provider was ended while it logged on"));
    }
    let store = StoreObject::new(Arc::clone(core), StoreRole);
    if let Some(open) = core.home.enlist(core.key.bytes(), store) {
        // SAFETY: O4: made above and shown to nobody.
        drop(unsafe { Box::from_raw(store.as_ptr()) });
        return Ok(Outcome::Duplicate(open));
    }
    core.store.opened.store(true, Ordering::Release);
    core.store.held.store(true, Ordering::Release);
    let logon = LogonObject::new(Arc::clone(core), LogonRole);
    let text = warnings.join("; ");
    // SAFETY: O4: made above, and the caller's reference is not given out yet.
    unsafe { logon.as_ref() }.last.remember(Code::W_ERRORS_RETURNED, &text);
    // SAFETY: O4: the reference that the caller will be given keeps it.
    unsafe { store.as_ref() }.last.remember(Code::W_ERRORS_RETURNED, &text);
    Ok(Outcome::New(logon, store, !warnings.is_empty()))
}
