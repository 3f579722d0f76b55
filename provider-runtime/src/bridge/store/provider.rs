//! `IMSProvider`, and what `MSProviderInit` does. Logging on is in `logon_call.rs`, what every init
//! function does in `bridge/init.rs`.

use super::logon_call::LogonCall;
use crate::bridge::init::{Init, entry, provider_object};
use crate::bridge::shared::entries;
use crate::logon::object::ProviderObject;
use crate::provider::StoreProvider;
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::error::Error;
use provider_abi::interfaces::ims_provider::{self, IMSProvider};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IMSProvider, Iid};
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::ims_provider::IMSProviderVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::MAPIERROR;
use std::ffi::c_void;
use std::sync::Arc;

const fn methods<P: StoreProvider>() -> &'static IMSProviderVtbl {
    const { &ims_provider::vtable::<ProviderObject<P>, 0>() }
}

/// `MSProviderInit`, of which the C signature is in `entry.rs` (ENTRY-*, VER-*).
pub fn init_store<P: StoreProvider>(init: &Init<'_>, version: Out<'_, u32>, provider: Out<'_, *mut c_void>) -> Code {
    let first = (IID_IMSProvider, std::ptr::from_ref(methods::<P>()).cast());
    entry(provider, || provider_object::<P>(init, version, first))
}

impl<P: StoreProvider> IMSProvider for ProviderObject<P> {
    /// `IMSProvider::Shutdown`: the flags, null or not, change nothing (SHUT-3).
    fn shutdown(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        let state = Arc::clone(&this.state);
        state.shut_down();
        Code::OK
    }

    fn logon(
        this: Receiver<'_, Self>,
        support: Option<Lent<'_, IMAPISupportVtbl>>,
        window: usize,
        profile: In<'_, c_void>,
        entry: Option<&[u8]>,
        flags: u32,
        interface: Option<&Iid>,
        security_size: Out<'_, u32>,
        security: Out<'_, *mut u8>,
        error: Out<'_, *mut MAPIERROR>,
        logon: Out<'_, *mut c_void>,
        store: Out<'_, *mut c_void>,
    ) -> Code {
        security_size.write(0); // MSLOGON-12: the profile alone suffices
        security.clear();
        let is_spooler = false;
        LogonCall { support, window, profile, entry, flags, interface, error, logon, store, is_spooler }.answer(this)
    }

    /// `IMSProvider::SpoolerLogon` (SPOOL-1, SPOOL-3): the data of `Logon` are not needed.
    fn spooler_logon(
        this: Receiver<'_, Self>,
        support: Option<Lent<'_, IMAPISupportVtbl>>,
        window: usize,
        profile: In<'_, c_void>,
        entry: Option<&[u8]>,
        flags: u32,
        interface: Option<&Iid>,
        _security: Option<&[u8]>,
        error: Out<'_, *mut MAPIERROR>,
        logon: Out<'_, *mut c_void>,
        store: Out<'_, *mut c_void>,
    ) -> Code {
        let is_spooler = true;
        LogonCall { support, window, profile, entry, flags, interface, error, logon, store, is_spooler }.answer(this)
    }

    /// `IMSProvider::CompareStoreIDs` (OPEN-8): without a logon, so without the author. Somebody
    /// else's store is equal to none.
    fn compare_store_ids(
        _this: Receiver<'_, Self>,
        first: Option<&[u8]>,
        second: Option<&[u8]>,
        _flags: u32,
        result: Out<'_, u32>,
    ) -> Code {
        result.write(0);
        let compared = entries::are_same(&[P::UID], first, second);
        match result.needed().map_err(Error::from).and(compared) {
            Ok(are_same) => result.write(are_same.into()),
            Err(error) if error.code() == Code::UNKNOWN_ENTRYID => {}
            Err(error) => return error.code(),
        }
        Code::OK
    }
}
