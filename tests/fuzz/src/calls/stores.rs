//! `IMSLogon`, `IMsgStore`, `IMAPIFolder`, `IMessage`
#![allow(unsafe_code, reason = "methods are called over vtables")]

use super::containers::container;
use super::props::prop;
use crate::arguments::Arguments;
use crate::world::{Held, chance};
use provider_runtime::abi::imapi_folder::IMAPIFolderVtbl;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::ims_logon::IMSLogonVtbl;
use provider_runtime::abi::imsg_store::IMsgStoreVtbl;
use provider_runtime::abi::param::In;
use provider_runtime::prelude::*;
use support::raw::methods;

/// `IMSLogon`
pub(super) fn logon(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IMSLogonVtbl = methods(on.raw());
    if chance(3) {
        return any_of!(on, a, m; [logoff(a.flags_out())]);
    }
    any_of!(on, a, m; [
        get_last_error(a.code(), a.flags(), a.error_out()),
        open_entry(a.length(), a.bytes(), a.iid(), a.flags(), a.count_out(), a.object_out()),
        open_entry(0, In::null(), In::null(), 0, a.count_out(), a.object_out()),
        compare_entry_ids(a.length(), a.bytes(), a.length(), a.bytes(), a.flags(), a.count_out()),
        advise(a.length(), a.bytes(), a.events(), a.sink(), a.word_out()),
        advise(0, In::null(), a.events(), a.sink(), a.word_out()),
        unadvise(a.word()),
        open_status_entry(a.iid(), a.flags(), a.count_out(), a.object_out()),
        open_status_entry(In::null(), 0, a.count_out(), a.object_out()),
    ])
}

/// `IMsgStore`
pub(super) fn store(on: &Held, a: &mut Arguments<'_>) -> Code {
    if chance(30) {
        return prop(on, a);
    }
    let m: IMsgStoreVtbl = methods(on.raw());
    any_of!(on, a, m; [
        advise(a.length(), a.bytes(), a.events(), a.sink(), a.word_out()),
        unadvise(a.word()),
        compare_entry_ids(a.length(), a.bytes(), a.length(), a.bytes(), a.flags(), a.count_out()),
        open_entry(a.length(), a.bytes(), a.iid(), a.flags(), a.count_out(), a.object_out()),
        open_entry(a.length(), a.bytes(), In::null(), a.flags(), a.count_out(), a.object_out()),
        open_entry(0, In::null(), In::null(), 0, a.count_out(), a.object_out()),
        set_receive_folder(a.text(), a.flags(), a.length(), a.bytes()),
        get_receive_folder(a.text(), a.flags(), a.count_out(), a.bytes_out(), a.block_out()),
        get_receive_folder_table(a.flags(), a.object_out()),
        store_logoff(a.flags_out()),
        abort_submit(a.length(), a.bytes(), a.flags()),
        get_outgoing_queue(a.flags(), a.object_out()),
        set_lock_state(a.object(), a.number()),
        finished_msg(a.flags(), a.length(), a.bytes()),
        notify_new_mail(In::null()),
        set_lock_state(a.object(), 1),
    ])
}

/// `IMAPIFolder`
pub(super) fn folder(on: &Held, a: &mut Arguments<'_>) -> Code {
    if chance(70) {
        return container(on, a);
    }
    let m: IMAPIFolderVtbl = methods(on.raw());
    any_of!(on, a, m; [
        create_message(a.iid(), a.flags(), a.object_out()),
        create_message(In::null(), 0, a.object_out()),
        create_folder(1, a.text(), a.text(), In::null(), 0, a.object_out()),
        copy_messages(a.entries(), In::null(), a.object(), 0, a.progress(), 0),
        copy_messages(a.entries(), a.iid(), a.object(), 0, a.progress(), a.flags()),
        delete_messages(a.entries(), 0, a.progress(), a.flags()),
        create_folder(a.number(), a.text(), a.text(), a.iid(), a.flags(), a.object_out()),
        copy_folder(a.length(), a.bytes(), a.iid(), a.object(), a.text(), 0, a.progress(), a.flags()),
        delete_folder(a.length(), a.bytes(), 0, a.progress(), a.flags()),
        set_read_flags(a.entries(), 0, a.progress(), a.flags()),
        get_message_status(a.length(), a.bytes(), a.flags(), a.count_out()),
        set_message_status(a.length(), a.bytes(), a.number(), a.number(), a.count_out()),
        save_contents_sort(a.sort_order(), a.flags()),
        empty_folder(0, a.progress(), a.flags()),
    ])
}

/// `IMessage`
pub(super) fn message(on: &Held, a: &mut Arguments<'_>) -> Code {
    if chance(60) {
        return prop(on, a);
    }
    let m: IMessageVtbl = methods(on.raw());
    any_of!(on, a, m; [
        get_attachment_table(a.flags(), a.object_out()),
        open_attach(a.number(), a.iid(), a.flags(), a.object_out()),
        create_attach(a.iid(), a.flags(), a.count_out(), a.object_out()),
        create_attach(In::null(), 0, a.count_out(), a.object_out()),
        open_attach(a.few(), In::null(), a.flags(), a.object_out()),
        delete_attach(a.few(), 0, a.progress(), 0),
        delete_attach(a.number(), 0, a.progress(), a.flags()),
        get_recipient_table(a.flags(), a.object_out()),
        modify_recipients(a.flags(), In::null()),
        modify_recipients(a.change(), a.new_recipients()),
        submit_message(a.flags()),
        set_read_flag(a.flags()),
    ])
}
