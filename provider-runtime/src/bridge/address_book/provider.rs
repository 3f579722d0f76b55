//! `IABProvider`, with the logon call, and what `ABProviderInit` does. What every logon does is in
//! `logon/provider_state.rs` and `shared/registration.rs`.
#![allow(unsafe_code, reason = "the profile's name is a raw text")]

use super::logon::{BookLogonObject, BookLogonRole};
use crate::bridge::init::{Init, entry, provider_object};
use crate::bridge::shared::plain_logon::PlainLogon;
use crate::bridge::shared::registration::{add_status_row, keep_in_profile, register_uids};
use crate::logon::object::ProviderObject;
use crate::logon::panics::catch_panic_as_error;
use crate::logon::state::LogonState;
use crate::provider::AddressBookProvider;
use provider_abi::class::{Receiver, interface};
use provider_abi::com_ptr::Lent;
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::interfaces::iab_provider::{self, IABProvider};
use provider_abi::last_error::tell;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::AB_NO_DIALOG;
use provider_abi::shapes::iab_provider::IABProviderVtbl;
use provider_abi::shapes::iid::IID_IABProvider;
use provider_abi::shapes::imapi_support::IMAPISupportVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::strings::joined;
use provider_abi::strings::text;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;

const fn methods<P: AddressBookProvider>() -> &'static IABProviderVtbl {
    const { &iab_provider::vtable::<ProviderObject<P>, 0>() }
}

/// `ABProviderInit`, of which the C signature is in `entry.rs` (ENTRY-*, VER-*).
pub fn init_address_book<P: AddressBookProvider>(
    init: &Init<'_>,
    version: Out<'_, u32>,
    provider: Out<'_, *mut c_void>,
) -> Code {
    let first = (IID_IABProvider, std::ptr::from_ref(methods::<P>()).cast());
    entry(provider, || provider_object::<P>(init, version, first))
}

impl<P: AddressBookProvider> IABProvider for ProviderObject<P> {
    /// `IABProvider::Shutdown`: the flags, null or not, change nothing (SHUT-3).
    fn shutdown(this: Receiver<'_, Self>, _flags: Out<'_, u32>) -> Code {
        let state = Arc::clone(&this.state);
        state.shut_down();
        Code::OK
    }

    /// `IABProvider::Logon` (ABLOGON-1)
    fn logon(
        this: Receiver<'_, Self>,
        support: Option<Lent<'_, IMAPISupportVtbl>>,
        window: usize,
        profile: In<'_, c_void>,
        flags: u32,
        security_size: Out<'_, u32>,
        security: Out<'_, *mut u8>,
        error: Out<'_, *mut MAPIERROR>,
        logon: Out<'_, *mut c_void>,
    ) -> Code {
        logon.clear(); // LOGON-1
        error.clear();
        security_size.write(0); // ABLOGON-2: never read
        security.clear();
        let state = Arc::clone(&this.state);
        // SAFETY: O3: the name comes in the width that the call's own flags say.
        let profile = unsafe { text(profile, flags) }.unwrap_or_default();
        let may_show_dialog = flags & AB_NO_DIALOG == 0;
        let call = PlainLogon { support, window, profile: &profile, flags, may_show_dialog };
        let finish = |logon: &Arc<LogonState<P>>, warnings: &[String]| {
            register(logon)?;
            Ok(Made { object: hand_out(logon, warnings), has_warnings: !warnings.is_empty() })
        };
        let log_on = || {
            logon.needed()?;
            call.open(&state, P::logon, (), finish)
        };
        match catch_panic_as_error(log_on) {
            Ok(made) => {
                logon.write(interface(made.object, 0));
                if made.has_warnings { Code::W_ERRORS_RETURNED } else { Code::OK }
            }
            Err(refusal) => tell(&state.host.memory, flags, P::NAME, &refusal, error),
        }
    }
}

/// A new logon object, with the caller's reference.
struct Made<P: AddressBookProvider> {
    object: NonNull<BookLogonObject<P>>,
    has_warnings: bool,
}

/// LOGON-7: the UID, then the row, then the profile section, where PR_ENTRYID is the root
/// container's (LOGON-5).
fn register<P: AddressBookProvider>(logon: &Arc<LogonState<P>>) -> Result<()> {
    let uid = logon.join()?;
    let root = entry_id::long_term(&uid, &[]);
    register_uids(&logon.link, [uid, uid], root.clone())?;
    let columns = add_status_row(logon)?;
    keep_in_profile(logon, columns, Some((root.clone(), &root)))
}

fn hand_out<P: AddressBookProvider>(logon: &Arc<LogonState<P>>, warnings: &[String]) -> NonNull<BookLogonObject<P>> {
    let object = BookLogonObject::new(Arc::clone(logon), BookLogonRole);
    // SAFETY: O4: made above, and the caller's reference is not given out yet.
    unsafe { object.as_ref() }.last.remember(Code::W_ERRORS_RETURNED, &joined(warnings, "; "));
    object
}
