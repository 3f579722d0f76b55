//! `IMAPISession::OpenAddressBook`: which providers are logged on for it and what a failure of one brings (REACT-9), the
//! `IAddrBook` that comes of it, and the root over all of them. Where identifiers lead is in `routing.rs`; a client's wrapper
//! is `book.rs`.
#![allow(unsafe_code, reason = "the methods of IAddrBook and IABContainer take raw arguments")]

use super::husk;
use super::kind::Kind;
use super::logon::{Logon, Stage};
use super::own_props::Held;
use super::own_rows::{Rows, table};
use super::routing::{Found, compare, open};
use super::state::State;
use super::wish::Wish;
use provider_abi::class::{Class, Count, object, unknown};
use provider_abi::error::{Error, Result};
use provider_abi::no_support::{Refuser, no_support};
use provider_abi::params::only;
use provider_abi::prop_value::Property;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iab_container::IABContainerVtbl;
use provider_abi::shapes::iaddr_book::IAddrBookVtbl;
use provider_abi::shapes::iid::*;
use provider_abi::shapes::imapi_container::IMAPIContainerVtbl;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::*;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::Arc;

/// The identifier of the root over all address books: the session's own.
pub(super) const ROOT: &[u8; 20] = b"\0\0\0\0MAPI books root\0";
const NAME: &str = "Address Book";

impl State {
    /// ABLOGON-3: every address book of the profile that is not logged on yet; an `IAddrBook` whatever comes of it, with a
    /// reference for the client, and a warning if one of them failed (REACT-9). Their texts are told together.
    ///
    /// # Errors
    /// `MAPI_E_BUSY` inside a call of a provider's while another thread logs on or off; `MAPI_E_END_OF_SESSION`.
    pub(crate) fn open_address_book(self: &Arc<Self>, flags: u32) -> Result<(*mut c_void, Code)> {
        let turn = self.turn().ok_or(Code::BUSY)?;
        if self.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        let mut faults = Vec::new();
        for registration in self.registry.of_kind(Kind::AddressBook) {
            if self.has_ended() {
                break; // inside one of the logons (T-92)
            }
            if self.is_logged_on(&registration) {
                continue; // LOGON-13
            }
            let wish = Wish::of(self, &registration, flags & AB_NO_DIALOG);
            let (name, own) = (wish.shown(), [("wish", wish.number)]);
            let call = self.record.call("session.open_book", "session", &name, "REACT-9", &own);
            let done = self.attempts(&wish, &turn);
            call.done(done.as_ref().map_or_else(Error::code, |opened| opened.code));
            if self.has_ended()
                && let Ok(opened) = &done
            {
                self.end_untimely(&opened.logon);
            }
            faults.extend(done.err().map(|error| format!("{name}: {error}")));
        }
        if self.has_ended() {
            return Err(Code::END_OF_SESSION.into());
        }
        let code = if faults.is_empty() { Code::OK } else { Code::W_ERRORS_RETURNED };
        if !faults.is_empty() {
            self.last.remember(code, &faults.join("; ")); // LASTERR-4
        }
        Ok((make::<Book>(self), code))
    }

    /// The logons of the address books that are there now, oldest first.
    pub(super) fn books(&self) -> impl Iterator<Item = Arc<Logon>> {
        let is_there = |logon: &Arc<Logon>| logon.provider.kind == Kind::AddressBook && logon.stage() == Stage::Active;
        self.client_logons().into_iter().filter(is_there)
    }
}

/// Which interfaces `OpenAddressBook` can be asked for.
pub(crate) fn answers(interface: Option<Iid>) -> Result<()> {
    let known = interface.is_none_or(|iid| Book::IIDS.contains(&iid) || iid == IID_IUnknown);
    if known { Ok(()) } else { Err(Code::INTERFACE_NOT_SUPPORTED.into()) }
}

/// The root over all address books, opened by a client.
pub(super) fn open_root(state: &Arc<State>, interface: Option<Iid>) -> Result<Found> {
    if !interface.is_none_or(|iid| Root::IIDS.contains(&iid) || iid == IID_IUnknown) {
        return Err(Code::INTERFACE_NOT_SUPPORTED.into());
    }
    Ok(Found { kind: MAPI_ABCONT, object: make::<Root>(state), logon: 0 })
}

/// What an object here is.
trait Face: Sized + 'static {
    type Methods: 'static;
    const METHODS: &'static Self::Methods;
    /// Beside IUnknown.
    const IIDS: &'static [Iid];
    /// PR_OBJECT_TYPE
    const KIND: u32;
}

enum Book {}
enum Root {}

#[repr(C)]
struct OwnObject<F: Face> {
    methods: &'static F::Methods,
    count: Count,
    state: Arc<State>,
    face: PhantomData<F>,
}

const fn methods<F: Face>() -> IMAPIPropVtbl {
    IMAPIPropVtbl {
        unknown: unknown::<OwnObject<F>, 0>(),
        get_last_error: get_last_error::<F>,
        save_changes: no_support::<OwnObject<F>, _>(),
        get_props: get_props::<F>,
        get_prop_list: get_prop_list::<F>,
        open_property: no_support::<OwnObject<F>, _>(),
        set_props: no_support::<OwnObject<F>, _>(),
        delete_props: no_support::<OwnObject<F>, _>(),
        copy_to: no_support::<OwnObject<F>, _>(),
        copy_props: no_support::<OwnObject<F>, _>(),
        get_names_from_ids: no_support::<OwnObject<F>, _>(),
        get_ids_from_names: no_support::<OwnObject<F>, _>(),
    }
}

impl Face for Book {
    type Methods = IAddrBookVtbl;
    const METHODS: &'static IAddrBookVtbl = &IAddrBookVtbl {
        prop: methods::<Self>(),
        open_entry: open_entry::<Self>,
        compare_entry_ids,
        advise,
        unadvise,
        create_one_off: no_support::<OwnObject<Self>, _>(),
        new_entry: no_support::<OwnObject<Self>, _>(),
        resolve_name: no_support::<OwnObject<Self>, _>(),
        address: no_support::<OwnObject<Self>, _>(),
        details: no_support::<OwnObject<Self>, _>(),
        recip_options: no_support::<OwnObject<Self>, _>(),
        query_default_recip_opt: no_support::<OwnObject<Self>, _>(),
        get_pab: no_support::<OwnObject<Self>, _>(),
        set_pab: no_support::<OwnObject<Self>, _>(),
        get_default_dir: no_support::<OwnObject<Self>, _>(),
        set_default_dir: no_support::<OwnObject<Self>, _>(),
        get_search_path: no_support::<OwnObject<Self>, _>(),
        set_search_path: no_support::<OwnObject<Self>, _>(),
        prepare_recips: no_support::<OwnObject<Self>, _>(),
    };
    const IIDS: &'static [Iid] = &[IID_IAddrBook, IID_IMAPIProp];
    const KIND: u32 = MAPI_ADDRBOOK;
}

impl Face for Root {
    type Methods = IABContainerVtbl;
    const METHODS: &'static IABContainerVtbl = &IABContainerVtbl {
        container: IMAPIContainerVtbl {
            prop: methods::<Self>(),
            get_contents_table: no_support::<OwnObject<Self>, _>(), // it holds containers alone
            get_hierarchy_table,
            open_entry: open_entry::<Self>,
            set_search_criteria: no_support::<OwnObject<Self>, _>(),
            get_search_criteria: no_support::<OwnObject<Self>, _>(),
        },
        create_entry: no_support::<OwnObject<Self>, _>(),
        copy_entries: no_support::<OwnObject<Self>, _>(),
        delete_entries: no_support::<OwnObject<Self>, _>(),
        resolve_names: no_support::<OwnObject<Self>, _>(),
    };
    const IIDS: &'static [Iid] = &[IID_IABContainer, IID_IMAPIContainer, IID_IMAPIProp];
    const KIND: u32 = MAPI_ABCONT;
}

/// An object with one reference, the caller's.
fn make<F: Face>(state: &Arc<State>) -> *mut c_void {
    let (count, state, face) = (Count::one(), Arc::clone(state), PhantomData);
    Box::into_raw(Box::new(OwnObject::<F> { methods: F::METHODS, count, state, face })).cast()
}

// SAFETY: O2: one vtable pointer first.
unsafe impl<F: Face> Class for OwnObject<F> {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        husk::slot(iid, F::IIDS, self.state.has_ended())
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `make`.
        let object = unsafe { Box::from_raw(this.as_ptr()) };
        let _ = object.methods;
    }
}

impl<F: Face> OwnObject<F> {
    /// A method: behind the session's end the object is invalid (SESSION-8); the text of a failure is kept.
    fn call(&self, work: impl FnOnce(&Arc<State>) -> Result<Code>) -> Code {
        if self.state.has_ended() {
            return Code::INVALID_OBJECT;
        }
        work(&self.state).unwrap_or_else(|error| self.state.last.keep(&error))
    }
}

impl<F: Face> Refuser for OwnObject<F> {
    fn refuse(this: &This) -> Code {
        object::<Self, 0>(this).call(|_| Err(Code::NO_SUPPORT.into()))
    }
}

/// LASTERR-4: the session's texts.
unsafe extern "system" fn get_last_error<F: Face>(
    this: This,
    code: Code,
    flags: u32,
    error: Out<*mut MAPIERROR>,
) -> Code {
    error.clear();
    let own = object::<OwnObject<F>, 0>(&this);
    if own.state.has_ended() {
        return Code::INVALID_OBJECT;
    }
    own.state.tell_last_error(code, flags, error)
}

fn values<F: Face>() -> Vec<Property> {
    let mut values = vec![Property::new(tags::OBJECT_TYPE, F::KIND), Property::new(tags::DISPLAY_NAME, NAME)];
    if F::KIND == MAPI_ABCONT {
        values.push(Property::new(tags::ENTRYID, ROOT.as_slice()));
        values.push(Property::new(tags::CONTAINER_FLAGS, AB_SUBCONTAINERS | AB_UNMODIFIABLE));
        values.push(Property::new(tags::DISPLAY_TYPE, DT_NOT_SPECIFIC));
    }
    values
}

unsafe extern "system" fn get_props<F: Face>(
    this: This,
    tags: In<SPropTagArray>,
    flags: u32,
    count: Out<u32>,
    out: Out<*mut SPropValue>,
) -> Code {
    out.clear();
    count.write(0);
    object::<OwnObject<F>, 0>(&this).call(|state| {
        only(flags, MAPI_UNICODE)?;
        Held::new(&values::<F>()).get_props(&state.memory.allocators, tags, flags, count, out)
    })
}

unsafe extern "system" fn get_prop_list<F: Face>(this: This, flags: u32, list: Out<*mut SPropTagArray>) -> Code {
    list.clear();
    object::<OwnObject<F>, 0>(&this).call(|state| {
        only(flags, MAPI_UNICODE)?;
        Held::new(&values::<F>()).prop_list(&state.memory.allocators, flags, list)
    })
}

/// Without an identifier, the root (OPEN-4).
unsafe extern "system" fn open_entry<F: Face>(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    interface: In<Iid>,
    flags: u32,
    kind: Out<u32>,
    opened: Out<*mut c_void>,
) -> Code {
    kind.write(0);
    opened.clear();
    object::<OwnObject<F>, 0>(&this).call(|state| {
        let entry = entry.some_bytes(length).unwrap_or(ROOT);
        open(state, Some(entry), interface, flags, kind, opened)?;
        Ok(Code::OK)
    })
}

/// `IMAPIContainer::GetHierarchyTable`: the roots of those that are logged on.
unsafe extern "system" fn get_hierarchy_table(this: This, flags: u32, out: Out<*mut c_void>) -> Code {
    out.clear();
    object::<OwnObject<Root>, 0>(&this).call(|state| {
        only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS | CONVENIENT_DEPTH)?;
        out.needed()?.write(table(state, Rows::Books, flags));
        Ok(Code::OK)
    })
}

unsafe extern "system" fn compare_entry_ids(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    other_length: u32,
    other: In<ENTRYID>,
    _flags: u32,
    same: Out<u32>,
) -> Code {
    same.write(0);
    object::<OwnObject<Book>, 0>(&this).call(|state| {
        compare(state, entry.bytes(length), other.bytes(other_length), same)?;
        Ok(Code::OK)
    })
}

/// NOTIF-13; of no entry at all, there is nothing to subscribe to but every book, which no provider offers.
unsafe extern "system" fn advise(
    this: This,
    length: u32,
    entry: In<ENTRYID>,
    mask: u32,
    sink: *mut c_void,
    connection: Out<usize>,
) -> Code {
    connection.write(0);
    object::<OwnObject<Book>, 0>(&this).call(|state| {
        let connection = connection.needed()?;
        let entry = entry.some_bytes(length).ok_or(Code::NO_SUPPORT)?;
        connection.write(state.advise(Some(entry), mask, sink)?);
        Ok(Code::OK)
    })
}

unsafe extern "system" fn unadvise(this: This, connection: usize) -> Code {
    object::<OwnObject<Book>, 0>(&this).call(|state| {
        state.unadvise(connection)?;
        Ok(Code::OK)
    })
}
