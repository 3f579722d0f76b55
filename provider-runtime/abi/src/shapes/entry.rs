//! Functions that a provider exports or is handed. Made by `tests/abi/write.py`.

use super::code::Code;
use super::structs::{ENTRYID, MAPIERROR, SPropValue};
use crate::param::{In, Out};
use core::ffi::c_void;

/// `ALLOCATEBUFFER`: gets a block of memory: `(cbSize, lppBuffer)`.
pub type AllocateBuffer = unsafe extern "system" fn(u32, *mut *mut c_void) -> Code;

/// `ALLOCATEMORE`: gets a block that lives as long as another one: `(cbSize, lpObject,
/// lppBuffer)`.
pub type AllocateMore = unsafe extern "system" fn(u32, *mut c_void, *mut *mut c_void) -> Code;

/// `FREEBUFFER`: frees a block and all that was allocated on it: `(lpBuffer)`.
pub type FreeBuffer = unsafe extern "system" fn(*mut c_void) -> u32;

/// `MSProviderInit`: the entry of a message store provider: `(hInstance, lpMalloc,
/// lpAllocateBuffer, lpAllocateMore, lpFreeBuffer, ulFlags, ulMAPIVer, lpulProviderVer,
/// lppMSProvider)`.
pub type MsProviderInit = unsafe extern "C" fn(
    *mut c_void,
    *mut c_void,
    Option<AllocateBuffer>,
    Option<AllocateMore>,
    Option<FreeBuffer>,
    u32,
    u32,
    Out<u32>,
    Out<*mut c_void>,
) -> Code;

/// `ABProviderInit`: the entry of an address book provider: `(hInstance, lpMalloc,
/// lpAllocateBuffer, lpAllocateMore, lpFreeBuffer, ulFlags, ulMAPIVer, lpulProviderVer,
/// lppABProvider)`.
pub type AbProviderInit = unsafe extern "C" fn(
    *mut c_void,
    *mut c_void,
    Option<AllocateBuffer>,
    Option<AllocateMore>,
    Option<FreeBuffer>,
    u32,
    u32,
    Out<u32>,
    Out<*mut c_void>,
) -> Code;

/// `XPProviderInit`: the entry of a transport provider: `(hInstance, lpMalloc,
/// lpAllocateBuffer, lpAllocateMore, lpFreeBuffer, ulFlags, ulMAPIVer, lpulProviderVer,
/// lppXPProvider)`.
pub type XpProviderInit = unsafe extern "C" fn(
    *mut c_void,
    *mut c_void,
    Option<AllocateBuffer>,
    Option<AllocateMore>,
    Option<FreeBuffer>,
    u32,
    u32,
    Out<u32>,
    Out<*mut c_void>,
) -> Code;

/// `ServiceEntry`: the entry of a message service: `(hInstance, lpMalloc, lpMAPISup,
/// ulUIParam, ulFlags, ulContext, cValues, lpProps, lpProviderAdmin, lppMapiError)`.
pub type ServiceEntry = unsafe extern "system" fn(
    *mut c_void,
    *mut c_void,
    *mut c_void,
    usize,
    u32,
    u32,
    u32,
    In<SPropValue>,
    *mut c_void,
    Out<*mut MAPIERROR>,
) -> Code;

/// `DISMISSMODELESS`: called when a modeless dialog is closed: `(ulUIParam, lpvContext)`.
pub type DismissModeless = unsafe extern "system" fn(usize, *mut c_void);

/// `LPFNBUTTON`: called when the extra button of a details dialog is pressed: `(ulUIParam,
/// lpvContext, cbEntryID, lpSelection, ulFlags)`.
pub type ButtonCallback = unsafe extern "system" fn(usize, *mut c_void, u32, In<ENTRYID>, u32) -> Code;
