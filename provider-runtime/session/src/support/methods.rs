//! Leads each method of `IMAPISupport` to its file. A method that is not here is refused, as the
//! trait has it.
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use super::copies::{Copies, Given, ObjectCopy};
use super::provider_requests::Requests;
use super::submission::Submission;
use super::support_object::SupportObject;
use super::{notifications, one_off, registrations, spooler_calls, store};
use crate::copying::Scope;
use crate::objects::LentSink;
use provider_abi::class::Receiver;
use provider_abi::com_ptr::Lent;
use provider_abi::interfaces::imapi_support::IMAPISupport;
use provider_abi::params::Array;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{AllocateBuffer, AllocateMore, ButtonCallback, DismissModeless, FreeBuffer};
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::imapi_progress::IMAPIProgressVtbl;
use provider_abi::shapes::imapi_prop::IMAPIPropVtbl;
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::imessage::IMessageVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::*;
use std::ffi::c_void;

impl IMAPISupport for SupportObject {
    fn get_last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        Requests { support: &this }.get_last_error(code, flags, error)
    }

    fn get_mem_alloc_routines(
        this: Receiver<'_, Self>,
        allocate: Out<'_, Option<AllocateBuffer>>,
        more: Out<'_, Option<AllocateMore>>,
        free: Out<'_, Option<FreeBuffer>>,
    ) -> Code {
        Requests { support: &this }.get_mem_alloc_routines(allocate, more, free)
    }

    fn subscribe(
        this: Receiver<'_, Self>,
        key: In<'_, NOTIFKEY>,
        mask: u32,
        flags: u32,
        sink: Option<LentSink<'_>>,
        connection: Out<'_, usize>,
    ) -> Code {
        notifications::subscribe(&this, key, mask, flags, sink, connection)
    }

    fn unsubscribe(this: Receiver<'_, Self>, connection: usize) -> Code {
        notifications::unsubscribe(&this, connection)
    }

    fn notify(
        this: Receiver<'_, Self>,
        key: In<'_, NOTIFKEY>,
        notifications: Option<Array<'_, NOTIFICATION>>,
        _flags: Out<'_, u32>,
    ) -> Code {
        notifications::notify(&this, key, notifications)
    }

    fn modify_status_row(this: Receiver<'_, Self>, columns: Option<Array<'_, SPropValue>>, flags: u32) -> Code {
        registrations::modify_status_row(&this, columns, flags)
    }

    fn open_profile_section(
        this: Receiver<'_, Self>,
        uid: Option<&MAPIUID>,
        flags: u32,
        section: Out<'_, *mut c_void>,
    ) -> Code {
        Requests { support: &this }.open_profile_section(uid, flags, section)
    }

    fn new_uid(this: Receiver<'_, Self>, uid: Out<'_, MAPIUID>) -> Code {
        Requests { support: &this }.new_uid(uid)
    }

    fn make_invalid(this: Receiver<'_, Self>, flags: u32, object: *mut c_void, count: u32, methods: u32) -> Code {
        Requests { support: &this }.make_invalid(flags, object, count, methods)
    }

    fn spooler_yield(this: Receiver<'_, Self>, _flags: u32) -> Code {
        spooler_calls::spooler_yield(&this)
    }

    fn spooler_notify(this: Receiver<'_, Self>, flags: u32, data: *mut c_void) -> Code {
        spooler_calls::spooler_notify(this, flags, data)
    }

    fn create_one_off(
        this: Receiver<'_, Self>,
        name: In<'_, c_void>,
        kind: In<'_, c_void>,
        address: In<'_, c_void>,
        flags: u32,
        length: Out<'_, u32>,
        entry: Out<'_, *mut ENTRYID>,
    ) -> Code {
        one_off::create_one_off(this, name, kind, address, flags, length, entry)
    }

    fn set_provider_uid(this: Receiver<'_, Self>, uid: Option<&MAPIUID>, flags: u32) -> Code {
        registrations::set_provider_uid(&this, uid, flags)
    }

    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        other: Option<&[u8]>,
        _flags: u32,
        same: Out<'_, u32>,
    ) -> Code {
        Requests { support: &this }.compare_entry_ids(entry, other, same)
    }

    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        Requests { support: &this }.open_entry(entry, interface, flags, kind, opened)
    }

    fn open_address_book(
        this: Receiver<'_, Self>,
        interface: Option<&Iid>,
        flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        Requests { support: &this }.open_address_book(interface, flags, out)
    }

    fn address(
        this: Receiver<'_, Self>,
        _window: Out<'_, usize>,
        _parameters: Out<'_, c_void>,
        _list: Out<'_, *mut ADRLIST>,
    ) -> Code {
        this.show_dialog("Address")
    }

    fn details(
        this: Receiver<'_, Self>,
        _window: Out<'_, usize>,
        _dismiss: Option<DismissModeless>,
        _dismiss_context: *mut c_void,
        _entry: Option<&[u8]>,
        _button: Option<ButtonCallback>,
        _button_context: *mut c_void,
        _button_text: In<'_, c_void>,
        _flags: u32,
    ) -> Code {
        this.show_dialog("Details")
    }

    fn new_entry(
        this: Receiver<'_, Self>,
        _window: usize,
        _flags: u32,
        _container: Option<&[u8]>,
        _template: Option<&[u8]>,
        _length: Out<'_, u32>,
        _entry: Out<'_, *mut ENTRYID>,
    ) -> Code {
        this.show_dialog("NewEntry")
    }

    fn do_config_propsheet(
        this: Receiver<'_, Self>,
        _window: usize,
        _flags: u32,
        _title: In<'_, c_void>,
        _table: Option<Lent<'_, IMAPITableVtbl>>,
        _values: Option<Lent<'_, IMAPIPropVtbl>>,
        _top_page: u32,
    ) -> Code {
        this.show_dialog("DoConfigPropsheet")
    }

    fn do_progress_dialog(
        this: Receiver<'_, Self>,
        _window: usize,
        flags: u32,
        progress: Out<'_, *mut c_void>,
    ) -> Code {
        Copies { support: &this }.progress_dialog(flags, progress)
    }

    fn copy_messages(
        this: Receiver<'_, Self>,
        from_interface: Option<&Iid>,
        from: *mut c_void,
        list: In<'_, SBinaryArray>,
        to_interface: Option<&Iid>,
        to: *mut c_void,
        _window: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        let from = Given { interface: from_interface, object: from };
        Copies { support: &this }.messages(from, Given { interface: to_interface, object: to }, list, progress, flags)
    }

    fn copy_folder(
        this: Receiver<'_, Self>,
        from_interface: Option<&Iid>,
        from: *mut c_void,
        entry: Option<&[u8]>,
        to_interface: Option<&Iid>,
        to: *mut c_void,
        name: In<'_, c_void>,
        _window: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        let from = Given { interface: from_interface, object: from };
        Copies { support: &this }.folder(
            from,
            Given { interface: to_interface, object: to },
            entry,
            name,
            progress,
            flags,
        )
    }

    fn do_copy_to(
        this: Receiver<'_, Self>,
        from_interface: Option<&Iid>,
        from: *mut c_void,
        excluded: Option<&[Iid]>,
        excluded_tags: In<'_, SPropTagArray>,
        _window: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        to_interface: Option<&Iid>,
        to: *mut c_void,
        flags: u32,
        problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        let from = Given { interface: from_interface, object: from };
        let to = Given { interface: to_interface, object: to };
        let copy =
            ObjectCopy { method: "DoCopyTo", from, to, tags: excluded_tags, excluded, progress, flags, problems };
        copy.run(&this, |tags| Ok(Scope::Without(tags.unwrap_or_default())))
    }

    fn do_copy_props(
        this: Receiver<'_, Self>,
        from_interface: Option<&Iid>,
        from: *mut c_void,
        tags: In<'_, SPropTagArray>,
        _window: usize,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        to_interface: Option<&Iid>,
        to: *mut c_void,
        flags: u32,
        problems: Out<'_, *mut SPropProblemArray>,
    ) -> Code {
        let from = Given { interface: from_interface, object: from };
        let to = Given { interface: to_interface, object: to };
        let excluded = Some(&[][..]);
        let copy = ObjectCopy { method: "DoCopyProps", from, to, tags, excluded, progress, flags, problems };
        copy.run(&this, |tags| tags.map(Scope::Only).ok_or_else(|| Code::INVALID_PARAMETER.into()))
    }

    fn register_preprocessor(
        this: Receiver<'_, Self>,
        uid: Option<&MAPIUID>,
        kind: In<'_, c_void>,
        dll: In<'_, c_void>,
        function: In<'_, u8>,
        _remove: In<'_, u8>,
        flags: u32,
    ) -> Code {
        Submission { support: &this }.register_preprocessor(uid, kind, dll, function, flags)
    }

    fn prepare_submit(this: Receiver<'_, Self>, message: Option<Lent<'_, IMessageVtbl>>, flags: Out<'_, u32>) -> Code {
        Submission { support: &this }.prepare_submit(message, flags)
    }

    fn expand_recips(this: Receiver<'_, Self>, message: Option<Lent<'_, IMessageVtbl>>, flags: Out<'_, u32>) -> Code {
        Submission { support: &this }.expand_recips(message, flags)
    }

    fn do_sent_mail(this: Receiver<'_, Self>, flags: u32, message: Option<Lent<'_, IMessageVtbl>>) -> Code {
        Submission { support: &this }.do_sent_mail(flags, message)
    }

    fn read_receipt(
        this: Receiver<'_, Self>,
        flags: u32,
        read: Option<Lent<'_, IMessageVtbl>>,
        empty: Out<'_, *mut c_void>,
    ) -> Code {
        Submission { support: &this }.read_receipt(flags, read, empty)
    }

    fn complete_msg(this: Receiver<'_, Self>, _flags: u32, _entry: Option<&[u8]>) -> Code {
        Submission { support: &this }.complete_msg()
    }

    fn i_storage_from_stream(
        this: Receiver<'_, Self>,
        _stream: Option<Lent<'_, IUnknownVtbl>>,
        _interface: Option<&Iid>,
        _flags: u32,
        out: Out<'_, *mut c_void>,
    ) -> Code {
        Submission { support: &this }.storage_from_stream(out)
    }

    fn store_logoff_transports(this: Receiver<'_, Self>, flags: Out<'_, u32>) -> Code {
        store::store_logoff_transports(&this, flags)
    }

    fn status_recips(this: Receiver<'_, Self>, message: Option<Lent<'_, IMessageVtbl>>, list: In<'_, ADRLIST>) -> Code {
        spooler_calls::status_recips(&this, message, list)
    }

    fn wrap_store_entry_id(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        length: Out<'_, u32>,
        wrapped: Out<'_, *mut ENTRYID>,
    ) -> Code {
        Requests { support: &this }.wrap_store_entry_id(entry, length, wrapped)
    }

    fn modify_profile(this: Receiver<'_, Self>, _flags: u32) -> Code {
        store::modify_profile(&this)
    }

    fn get_svc_config_support_obj(this: Receiver<'_, Self>, _flags: u32, out: Out<'_, *mut c_void>) -> Code {
        Requests { support: &this }.get_svc_config_support_obj(out)
    }
}
