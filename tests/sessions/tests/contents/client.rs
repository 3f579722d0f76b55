//! The calls that no wrapper makes: with arguments that are left out.
#![allow(unsafe_code, reason = "raw calls are what is tested")]

use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::imapi_container::IMAPIContainerVtbl;
use provider_runtime::abi::imapi_folder::IMAPIFolderVtbl;
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::imsg_store::IMsgStoreVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::session::{Memory, Object, Store};
use provider_runtime::{Code, PropTag};
use std::ptr::null_mut;
use support::raw::{argument, methods, release};

/// `OpenProperty`: the code. What it gave is given back.
pub fn open_property(object: &Object, tag: PropTag, interface: Option<Iid>, options: u32, flags: u32) -> Code {
    let this = object.as_raw();
    let mut out = null_mut();
    let interface = interface.as_ref().map_or(In::null(), In::from);
    let open = methods::<IMAPIPropVtbl>(this).open_property;
    // SAFETY: O1, O3: the test's reference; the arguments are ours until it returns.
    let code = unsafe { open(This::new(this), tag.0, interface, options, flags, Out::from(&mut out)) };
    assert_eq!(out.is_null(), code.is_failure(), "PROP-43");
    if !out.is_null() {
        release(out);
    }
    code
}

/// `GetSearchCriteria` with no output wanted.
pub fn search_criteria(folder: &Object) -> Code {
    let this = folder.as_raw();
    let get = methods::<IMAPIContainerVtbl>(this).get_search_criteria;
    // SAFETY: O1: the test's reference; no output is wanted.
    unsafe { get(This::new(this), 0, Out::null(), Out::null(), Out::null()) }
}

/// `DeleteFolder` without a window.
pub fn delete_folder(folder: &Object, entry: &[u8]) -> Code {
    let this = folder.as_raw();
    let delete = methods::<IMAPIFolderVtbl>(this).delete_folder;
    // SAFETY: O1, O3: the test's reference; the arguments are ours until it returns.
    unsafe { delete(This::new(this), entry.len() as u32, argument(entry), 0, null_mut(), 0) }
}

/// `GetReceiveFolder` of the default class, where the class is not wanted: the identifier's length.
pub fn receive_folder_alone(store: &Store, memory: &Memory) -> Result<u32, Code> {
    let this = store.as_raw();
    let mut length = 0;
    let mut entry = null_mut();
    let get = methods::<IMsgStoreVtbl>(this).get_receive_folder;
    let outputs = (Out::from(&mut length), Out::from(&mut entry));
    // SAFETY: O1, O3: the test's reference; the outputs are ours until it returns.
    let code = unsafe { get(This::new(this), In::null(), 0, outputs.0, outputs.1, Out::null()) };
    // SAFETY: M1: null, or given for us to free.
    unsafe { (memory.free_function())(entry.cast()) };
    if code.is_failure() { Err(code) } else { Ok(length) }
}
