//! `IMSLogon`. What it shares with the store is in `shared/entries.rs`, the status object it opens
//! in `shared/status.rs`.

use crate::bridge::shared::entries;
use crate::bridge::shared::prop::get_last_error;
use crate::bridge::shared::status::open_status_entry;
use crate::logon::object::{Object, Role, Shape};
use crate::logon::state::LogonState;
use crate::provider::StoreProvider;
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::interfaces::ims_logon::{self, IMSLogon};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IMSLogon, Iid};
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::MAPIERROR;
use std::ffi::c_void;
use std::sync::Arc;

/// `IMSLogon` of `P`.
pub type LogonObject<P> = Object<P, LogonRole>;

/// The logon object of a store.
pub struct LogonRole;

impl<P: StoreProvider> Role<P> for LogonRole {
    fn shape(&self) -> &'static Shape {
        const { &Shape::of(0, "logon", &[IID_IMSLogon], const { &ims_logon::vtable::<LogonObject<P>, 0>() }) }
    }

    /// LOGOFF-7: without Logoff, its work first.
    fn last(object: &LogonObject<P>) {
        LogonState::end(&object.logon);
    }
}

impl<P: StoreProvider> IMSLogon for LogonObject<P> {
    fn get_last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        get_last_error(this, code, flags, error)
    }

    /// `IMSLogon::Logoff`: forcibly (LOGOFF-4), whatever the flags say (LOGOFF-3), once (LOGOFF-6).
    fn logoff(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        let logon = Arc::clone(&this.logon);
        LogonState::end(&logon); // from here on `this` may be gone
        Code::OK
    }

    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        entries::open_entry(this, entry, interface, flags, kind, opened)
    }

    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        first: Option<&[u8]>,
        second: Option<&[u8]>,
        flags: u32,
        result: Out<'_, u32>,
    ) -> Code {
        entries::compare_entry_ids(this, first, second, flags, result)
    }

    fn advise(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        mask: u32,
        sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        connection: Out<'_, usize>,
    ) -> Code {
        entries::advise(this, entry, mask, sink, connection)
    }

    fn unadvise(this: Receiver<'_, Self>, connection: usize) -> Code {
        entries::unadvise(this, connection)
    }

    fn open_status_entry(
        this: Receiver<'_, Self>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        status: Out<'_, *mut c_void>,
    ) -> Code {
        open_status_entry(this, interface, flags, kind, status)
    }
}
