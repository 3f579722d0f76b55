//! `IMSProvider::Logon` and `SpoolerLogon`: from MAPI's arguments to a logon and a store, or to the
//! store that is open already. What an end undoes of it is in `logon/end.rs`, what it shares with
//! other kinds' in `logon/provider_state.rs` and `shared/registration.rs`.
#![allow(unsafe_code, reason = "the profile's name is a raw text, and a store that nobody was shown is freed")]

use super::logon::{LogonObject, LogonRole};
use super::object::{StoreObject, StoreRole};
use super::state::StoreState;
use crate::bridge::shared::registration::{add_status_row, keep_in_profile, register_uids};
use crate::lent::{EntryId, StoreKey, Support};
use crate::logon::object::ProviderObject;
use crate::logon::panics::catch_panic_as_error;
use crate::logon::provider_state::ProviderState;
use crate::logon::state::{LogonState, ok_unless_out_of_memory};
use crate::logon::support_link::SupportLink;
use crate::provider::{LogonContext, StoreProvider};
use provider_abi::access::Access;
use provider_abi::class::{Receiver, interface};
use provider_abi::com_ptr::Lent;
use provider_abi::entry_id;
use provider_abi::error::{Error, Result};
use provider_abi::last_error::tell;
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{MDB_NO_DIALOG, MDB_WRITE};
use provider_abi::shapes::iid::{IID_IMAPIProp, IID_IMsgStore, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::strings::joined;
use provider_abi::strings::text;
use std::cell::RefCell;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The arguments that both calls have.
pub(super) struct LogonCall<'a> {
    pub(super) support: Option<Lent<'a, IMAPISupportVtbl>>,
    pub(super) window: usize,
    pub(super) profile: In<'a, c_void>,
    pub(super) entry: Option<&'a [u8]>,
    pub(super) flags: u32,
    pub(super) interface: Option<&'a Iid>,
    pub(super) error: Out<'a, *mut MAPIERROR>,
    pub(super) logon: Out<'a, *mut c_void>,
    pub(super) store: Out<'a, *mut c_void>,
    pub(super) is_spooler: bool,
}

/// What a logon came to.
struct Outcome<P: StoreProvider> {
    /// `None` if the store was open already (MSLOGON-6).
    logon: Option<NonNull<LogonObject<P>>>,
    store: NonNull<StoreObject<P>>,
    has_warnings: bool,
}

impl<P: StoreProvider> Outcome<P> {
    /// The store of another logon.
    fn open_already(store: NonNull<StoreObject<P>>) -> Self {
        Self { logon: None, store, has_warnings: false }
    }
}

impl LogonCall<'_> {
    pub(super) fn answer<P: StoreProvider>(&self, this: Receiver<'_, ProviderObject<P>>) -> Code {
        self.logon.clear(); // LOGON-1
        self.store.clear();
        self.error.clear();
        let state = Arc::clone(&this.state);
        match catch_panic_as_error(|| self.outcome(&state)) {
            Ok(Outcome { logon, store, has_warnings }) => {
                self.logon.write(logon.map_or(std::ptr::null_mut(), |logon| interface(logon, 0)));
                if self.is_spooler {
                    // SAFETY: O4: it has the reference that the caller is about to get.
                    let store = unsafe { store.as_ref() };
                    store.logon.kind_state.spooler.become_spoolers();
                }
                self.store.write(interface(store, 0));
                if has_warnings { Code::W_ERRORS_RETURNED } else { Code::OK }
            }
            Err(error) => tell(&state.host.memory, self.flags, P::NAME, &error, self.error),
        }
    }

    fn outcome<P: StoreProvider>(&self, state: &Arc<ProviderState<P>>) -> Result<Outcome<P>> {
        self.logon.needed()?;
        self.store.needed()?;
        if !self.interface.is_none_or(|iid| [IID_IMsgStore, IID_IUnknown, IID_IMAPIProp].contains(iid)) {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into()); // MSLOGON-4, before any state; T-22
        }
        let entry = self.entry.filter(|bytes| !bytes.is_empty());
        let entry = entry.map(|bytes| entry_id::key(bytes, &[P::UID])).transpose()?.map(EntryId);
        if let Some(store) = entry.and_then(|entry| open_store(state, entry.bytes())) {
            return Ok(Outcome::open_already(store)); // MSLOGON-6: no profile, no support object, no author
        }
        state.log_on(self.support, |link| self.open(state, link, entry), |outcome| outcome.logon.is_some())
    }

    fn open<P: StoreProvider>(
        &self,
        state: &Arc<ProviderState<P>>,
        link: &Arc<SupportLink>,
        entry: Option<EntryId<'_>>,
    ) -> Result<Outcome<P>> {
        // SAFETY: O3: the name comes in the width that the call's own flags say.
        let profile = unsafe { text(self.profile, self.flags) }.unwrap_or_default();
        let mut context = LogonContext {
            entry,
            key: StoreKey::new(entry.map_or(Vec::new(), |entry| entry.bytes().to_vec())),
            access: granted::<P>(Access::of(self.flags, MDB_WRITE))?, // MSLOGON-2
            profile: &profile,
            window: self.window,
            flags: self.flags,
            may_show_dialog: self.flags & MDB_NO_DIALOG == 0 && !state.host.is_service,
            is_spooler: self.is_spooler,
            support: Support::new(Arc::clone(link)),
            shared: state.shared()?,
            warnings: RefCell::default(),
        };
        if entry.is_none() {
            context.key = P::identify(&context)?;
            if let Some(store) = open_store(state, context.key.bytes()) {
                return Ok(Outcome::open_already(store));
            }
        }
        let provider = P::logon(&context)?;
        let warnings = context.warnings.take();
        let store_state = StoreState { key: context.key.bytes().to_vec(), ..StoreState::default() };
        let is_writable = context.access != Access::Read;
        drop(context); // it holds the shared state, which a failure may have to stop
        let logon = LogonState::new(Arc::clone(link), Arc::clone(state), provider, is_writable, store_state);
        let logon = Arc::new(logon);
        // From here on the value ends by the plan, whatever happens.
        let made = catch_panic_as_error(|| register(&logon).and_then(|()| hand_out(&logon, &warnings)));
        if !made.as_ref().is_ok_and(|outcome| outcome.logon.is_some()) {
            LogonState::end(&logon);
        }
        made
    }
}

/// What a client may do that asked for this: a store that nobody can change gives reading alone.
fn granted<P: StoreProvider>(access: Access) -> Result<Access> {
    match access {
        Access::Write if P::IS_READ_ONLY => Err(Error::new(Code::NO_ACCESS, "nobody can change this store")),
        _ if P::IS_READ_ONLY => Ok(Access::Read),
        access => Ok(access),
    }
}

/// The open store with this key, with a reference for the caller.
fn open_store<P: StoreProvider>(state: &ProviderState<P>, key: &[u8]) -> Option<NonNull<StoreObject<P>>> {
    lock(&state.shared_kind_state).find(key)
}

/// LOGON-7: UIDs, then the row, then what else MAPI keeps of the store.
fn register<P: StoreProvider>(logon: &Arc<LogonState<P>>) -> Result<()> {
    let uid = logon.join()?;
    let key = &logon.kind_state.key;
    let raw = entry_id::long_term(&P::UID, key); // the store's own entry identifier carries the declared one
    register_uids(&logon.link, [uid, P::UID], raw.clone())?;
    let columns = add_status_row(logon)?;
    // OPEN-11: where MAPI cannot wrap, clients get the identifier as it is.
    let entry = ok_unless_out_of_memory(logon.link.wrap(&raw))?.unwrap_or(raw);
    keep_in_profile(logon, columns, Some((entry, key)))
}

/// MSLOGON-5: the pair; or the store that another thread has opened under the same key meanwhile
/// (MSLOGON-7).
fn hand_out<P: StoreProvider>(logon: &Arc<LogonState<P>>, warnings: &[String]) -> Result<Outcome<P>> {
    let store = StoreObject::new(Arc::clone(logon), StoreRole);
    let own = &logon.kind_state;
    let open = lock(&logon.provider_state.shared_kind_state).add(&own.key, store);
    if let Some(open) = open {
        // SAFETY: O4: made above and shown to nobody.
        drop(unsafe { Box::from_raw(store.as_ptr()) });
        return Ok(Outcome::open_already(open));
    }
    own.was_opened.store(true, Ordering::Release);
    own.is_held.store(true, Ordering::Release);
    let object = LogonObject::new(Arc::clone(logon), LogonRole);
    let text = joined(warnings, "; ");
    // SAFETY: O4: made above, and the caller's reference is not given out yet.
    unsafe { object.as_ref() }.last.remember(Code::W_ERRORS_RETURNED, &text);
    // SAFETY: O4: the reference that the caller will be given keeps it.
    unsafe { store.as_ref() }.last.remember(Code::W_ERRORS_RETURNED, &text);
    Ok(Outcome { logon: Some(object), store, has_warnings: !warnings.is_empty() })
}
