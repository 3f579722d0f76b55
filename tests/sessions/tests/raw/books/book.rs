//! The address book of `../books.rs`, what a test tells it, and the calls that MAPI makes: each
//! object's pointer as it came, and the references that the host has.
#![allow(unsafe_code, reason = "MAPI's part by hand is played over vtables")]

use super::support_object;
use super::{decoded, free_buffer};
use crate::service::host::{What, allocate, allocate_more, give};
use crate::service::values::wide;
use core::ffi::c_void;
use provider_runtime::abi::entry::AbProviderInit;
use provider_runtime::abi::iab_logon::IABLogonVtbl;
use provider_runtime::abi::iab_provider::IABProviderVtbl;
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use std::cell::{Cell, RefCell};
use std::ptr::{dangling_mut, null_mut};
use std::rc::Rc;
use support::raw::{argument, argument_of};
use support::raw::{methods, release};

type OnLogon = Rc<dyn Fn(&LogonContext<'_, Book>) -> Result<()>>;
std::thread_local! {
    static ON_LOGON: RefCell<Option<OnLogon>> = const { RefCell::new(None) };
    static OWN_UIDS: Cell<bool> = const { Cell::new(false) };
    static LOGONS: Cell<u32> = const { Cell::new(0) };
}

/// What happens inside this thread's logons.
pub fn on_logon(body: impl Fn(&LogonContext<'_, Book>) -> Result<()> + 'static) {
    ON_LOGON.set(Some(Rc::new(body)));
}

/// From now on each logon has a UID of its own: sixteen times its number.
pub fn with_own_uids() {
    OWN_UIDS.set(true);
}

/// Logon n has the mail users n01 to n99, of which n07 is gone.
#[mapi_provider(kind = "address_book", name = "Book", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be0ab")]
pub struct Book {
    number: u32,
    support: Support<Self>,
}

impl AddressBookProvider for Book {
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        if let Some(body) = ON_LOGON.with_borrow(Clone::clone) {
            body(logon)?;
        }
        LOGONS.set(LOGONS.get() + 1);
        Ok(Self { number: LOGONS.get(), support: logon.support().clone() })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<OpenedAddress<Self>> {
        let Some(entry) = entry else { return Ok(OpenedAddress::container(All)) };
        match entry.key::<u32>()? {
            number if number / 100 != self.number => Err(Code::UNKNOWN_ENTRYID.into()),
            number if number % 100 == 7 => Err(Code::NOT_FOUND.into()),
            number => Ok(OpenedAddress::mail_user(User(number))),
        }
    }

    fn uid(&self) -> Uid {
        if OWN_UIDS.get() {
            Uid::new([self.number as u8; 16])
        } else {
            <Self as provider_runtime::__private::Declared>::UID
        }
    }

    fn before_logoff(&self) -> Result<()> {
        self.support.notify(&Event::modified(&(self.number * 100 + 1), ObjectKind::MailUser))
    }

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::DISPLAY_NAME::ID => Ok(format!("Book {}", self.number).into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

struct All;
impl Properties<Book> for All {}
impl ContainerObject<Book> for All {
    fn contents(&self, book: &Book) -> Result<Table<Book>> {
        let mut table = Table::new([tags::DISPLAY_NAME::ID]);
        table.push(Row::of(&(book.number * 100 + 1)).with(tags::DISPLAY_NAME, "user"));
        Ok(table)
    }
}

struct User(u32);
impl MailUserObject<Book> for User {}
impl Properties<Book> for User {
    fn get(&self, _: &Book, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::DISPLAY_NAME::ID => Ok(format!("user {}", self.0).into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

/// The identifier of a mail user; without a number, of the root.
pub fn entry(uid: Uid, number: Option<u32>) -> Vec<u8> {
    let key = number.map_or(Vec::new(), |number| number.to_bytes());
    [&[0; 4][..], uid.bytes(), &key].concat()
}

/// One property of an object.
#[track_caller]
pub fn get(object: *mut c_void, tag: PropTag) -> PropValue {
    let wanted = SPropTagArray { c_values: 1, prop_tag: [tag.0] };
    let mut count = 0;
    let mut values = null_mut();
    let get_props = methods::<IMAPIPropVtbl>(object).get_props;
    let out = (Out::from(&mut count), Out::from(&mut values));
    // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
    let code = unsafe { get_props(This::new(object), argument_of(&wanted), 0, out.0, out.1) };
    assert_eq!((code, count), (Code::OK, 1));
    // SAFETY: M2, O3: the provider has written one value; nothing of it is kept.
    let value = decoded(unsafe { &*values }).value;
    // SAFETY: M1: the provider gave it for its caller to free (MEM-2), once.
    unsafe { free_buffer(values.cast()) };
    value
}

/// A provider object.
pub struct Provider(*mut c_void, Cell<*mut MAPIERROR>);

/// A logon object, and the support object, of both of which the host has a reference.
pub struct Logon {
    pub raw: *mut c_void,
    pub support: *mut c_void,
}

impl Provider {
    pub fn new() -> Self {
        Self::of(provider_runtime::address_book_entry::<Book>())
    }

    pub fn of(init: AbProviderInit) -> Self {
        let mut version = 0;
        let mut provider = null_mut();
        let no = null_mut();
        let out = (Out::from(&mut version), Out::from(&mut provider));
        let memory = (Some(allocate as _), Some(allocate_more as _), Some(free_buffer as _));
        // SAFETY: O3: the arguments that are there are ours until it returns.
        let code = unsafe { init(no, no, memory.0, memory.1, memory.2, 0, 0x0001_0010, out.0, out.1) };
        assert_eq!((code, version), (Code::OK, 0x0001_0010));
        Self(provider, Cell::new(null_mut()))
    }

    pub fn raw(&self) -> *mut c_void {
        self.0
    }

    /// A logon call: its code, what it gave, and the support object, which is the host's.
    pub fn call(&self, flags: u32) -> (Code, Logon, *mut c_void) {
        let mut size = 7;
        let mut security = dangling_mut();
        let mut error = dangling_mut();
        let outputs = (Out::from(&mut size), Out::from(&mut security), Out::from(&mut error));
        let called = self.with(flags, outputs, false);
        assert!(size == 0 && security.is_null()); // ABLOGON-2
        self.1.set(error);
        called
    }

    /// A logon call without its optional outputs, and with the logon's own or without.
    pub fn call_without_optional(&self, logon: bool) -> (Code, Logon, *mut c_void) {
        self.with(0, (Out::null(), Out::null(), Out::null()), !logon)
    }

    fn with(
        &self,
        flags: u32,
        (size, security, error): (Out<u32>, Out<*mut u8>, Out<*mut MAPIERROR>),
        without_logon: bool,
    ) -> (Code, Logon, *mut c_void) {
        let support = give(What::Logon);
        let log_on = methods::<IABProviderVtbl>(self.0).logon;
        let mut raw = dangling_mut();
        let out = if without_logon { Out::null() } else { Out::from(&mut raw) };
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        let code = unsafe { log_on(This::new(self.0), support, 0, In::null(), flags, size, security, error, out) };
        (code, Logon { raw, support }, support)
    }

    /// A logon that succeeds.
    #[track_caller]
    pub fn log_on(&self) -> Logon {
        let (code, logon, _) = self.call(0);
        assert_eq!(code, Code::OK);
        logon
    }

    /// The text of the last refusal, which it frees.
    pub fn told(&self) -> String {
        let error = self.1.replace(null_mut());
        assert!(!error.is_null());
        // SAFETY: M2: the provider has written it, with its text in Unicode.
        let text = unsafe { wide((*error).error.cast()) };
        // SAFETY: M1: the provider gave it for its caller to free (MEM-2), once.
        unsafe { free_buffer(error.cast()) };
        text
    }

    pub fn shut_down(&self) -> Code {
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        unsafe { (methods::<IABProviderVtbl>(self.0).shutdown)(This::new(self.0), Out::null()) }
    }

    #[track_caller]
    pub fn end(self) {
        assert_eq!((self.shut_down(), release(self.0)), (Code::OK, 0));
    }
}

impl Logon {
    /// `OpenEntry`: the code, the type, the object.
    pub fn open(&self, entry: Option<&[u8]>) -> (Code, u32, *mut c_void) {
        let mut kind = 7;
        let mut object = dangling_mut();
        let (length, first) = entry.map_or((0, In::null()), |id| (id.len() as u32, argument(id)));
        let out = (Out::from(&mut kind), Out::from(&mut object));
        let open = methods::<IABLogonVtbl>(self.raw).open_entry;
        // SAFETY: O1, O3: the test holds the object; the arguments are ours until it returns.
        let code = unsafe { open(This::new(self.raw), length, first, In::null(), 0, out.0, out.1) };
        assert!(code == Code::OK || (kind == 0 && object.is_null())); // OPEN-5
        (code, kind, object)
    }

    pub fn logoff(&self, flags: u32) -> Code {
        // SAFETY: O1: the test holds the object.
        unsafe { (methods::<IABLogonVtbl>(self.raw).logoff)(This::new(self.raw), flags) }
    }

    /// As MAPI ends a logon. Its support object may have been given back before.
    #[track_caller]
    pub fn end(self) {
        if crate::service::host::service(|service| service.holds(self.support)) {
            release(self.support);
        }
        assert_eq!((self.logoff(0), release(self.raw)), (Code::OK, 0));
        support_object::uids();
    }
}
