//! `IABProvider`, with the logon call, and what is behind `ABProviderInit`. What every logon does is in `com/home.rs` and
//! `com/core.rs`.
#![allow(unsafe_code, reason = "the methods of IABProvider take raw arguments")]

use super::logon::{BookLogonObject, BookLogonRole};
use crate::bridge::plain_logon::PlainLogon;
use crate::bridge::provider::{Init, entry, provider_object, shutdown};
use crate::com::core::Core;
use crate::com::object::ProviderObject;
use crate::com::wall::settled;
use crate::provider::AddressBookProvider;
use provider_abi::class::{interface, object, unknown};
use provider_abi::entry_id;
use provider_abi::error::Result;
use provider_abi::last_error::tell;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::AB_NO_DIALOG;
use provider_abi::shapes::iab_provider::IABProviderVtbl;
use provider_abi::shapes::iid::IID_IABProvider;
use provider_abi::shapes::param::{In, Out, This};
use provider_abi::shapes::structs::MAPIERROR;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;

const fn methods<P: AddressBookProvider>() -> &'static IABProviderVtbl {
    const { &IABProviderVtbl { unknown: unknown::<ProviderObject<P>, 0>(), shutdown: shutdown::<P>, logon: logon::<P> } }
}

/// `ABProviderInit`, behind its C signature, which stands in `entry.rs` (ENTRY-*, VER-*).
pub fn init_address_book<P: AddressBookProvider>(init: &Init, version: Out<u32>, provider: Out<*mut c_void>) -> Code {
    let first = (IID_IABProvider, std::ptr::from_ref(methods::<P>()).cast());
    entry(provider, || provider_object::<P>(init, version, first))
}

/// `IABProvider::Logon` (ABLOGON-1)
unsafe extern "system" fn logon<P: AddressBookProvider>(
    this: This,
    support: *mut c_void,
    window: usize,
    profile: In<c_void>,
    flags: u32,
    security_length: Out<u32>,
    security: Out<*mut u8>,
    error: Out<*mut MAPIERROR>,
    logon: Out<*mut c_void>,
) -> Code {
    logon.clear(); // LOGON-1
    error.clear();
    security_length.write(0); // ABLOGON-2: never read
    security.clear();
    let home = Arc::clone(&object::<ProviderObject<P>, 0>(&this).home);
    let call = PlainLogon { support, window, profile, flags, dialogs: flags & AB_NO_DIALOG == 0 };
    let finish = |core: &Arc<Core<P>>, warnings: &[String]| register(core).map(|()| hand_out(core, warnings));
    match settled(|| logon.needed().and_then(|_| call.open(&home, P::logon, (), finish))) {
        Ok((made, amiss)) => {
            logon.write(interface(made, 0));
            if amiss { Code::W_ERRORS_RETURNED } else { Code::OK }
        }
        Err(refusal) => tell(&home.host.memory, flags, P::NAME, &refusal, error),
    }
}

/// A logon, and whether something is amiss.
type Logon<P> = (NonNull<BookLogonObject<P>>, bool);

/// LOGON-7: the UID, then the row, then the profile section, where PR_ENTRYID is the root container's (LOGON-5).
fn register<P: AddressBookProvider>(core: &Arc<Core<P>>) -> Result<()> {
    let uid = core.join()?;
    let root = entry_id::long_term(&uid, &[]);
    core.link.name([uid, uid], root.clone())?;
    let told = core.add_row()?;
    core.keep_in_profile(told, Some((root.clone(), &root)))
}

fn hand_out<P: AddressBookProvider>(core: &Arc<Core<P>>, warnings: &[String]) -> Logon<P> {
    let logon = BookLogonObject::new(Arc::clone(core), BookLogonRole);
    // SAFETY: O4: made above, and the caller's reference is not given out yet.
    unsafe { logon.as_ref() }.last.remember(Code::W_ERRORS_RETURNED, &warnings.join("; "));
    (logon, !warnings.is_empty())
}
