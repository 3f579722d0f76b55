//! What the session itself gives to clients and to services: `IMAPISession`, `IAddrBook`,
//! `IProviderAdmin`. Its tables and sections are in `tables.rs` and `props.rs`.
#![allow(unsafe_code, reason = "methods are called over vtables")]

use super::props::prop;
use crate::arguments::Arguments;
use crate::author::KEPT;
use crate::face::Face;
use crate::world::{Held, World, any_error, chance, trace};
use provider_runtime::abi::flag::MSG_SERVICE_CONFIGURE;
use provider_runtime::abi::iaddr_book::IAddrBookVtbl;
use provider_runtime::abi::imapi_session::IMAPISessionVtbl;
use provider_runtime::abi::iprovider_admin::IProviderAdminVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::prelude::*;
use std::ptr::null_mut;
use std::sync::Arc;
use support::raw::methods;
use support::to_ann;

/// What is done with a session otherwise than over a vtable.
pub(super) fn visit(world: &Arc<World>) {
    let session = &world.session;
    trace(|| "a visit".into());
    match fastrand::u32(..10) {
        0 => drop(session.mail().run()),
        1 => drop(session.mail().submit(&to_ann())),
        2 => session.deliver(),
        3 if chance(world.temper.refusals) => session.by_hand().fail_host_call(fastrand::u64(1..9), any_error()),
        4 => drop(session.configure("FUZZ", MSG_SERVICE_CONFIGURE, 0, &[Property::new(KEPT, "kept")])),
        5 => drop(session.profile()),
        _ => world.hold(session.pointer(), Face::Session),
    }
}

/// `IMAPISession`
pub(super) fn session(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IMAPISessionVtbl = methods(on.raw());
    if !chance(2) {
        return in_session(on, a);
    }
    any_of!(on, a, m; [logoff(0, a.flags(), 0)])
}

fn in_session(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IMAPISessionVtbl = methods(on.raw());
    any_of!(on, a, m; [
        get_last_error(a.code(), a.flags(), a.error_out()),
        get_msg_stores_table(a.flags(), a.object_out()),
        open_msg_store(0, a.length(), a.bytes(), a.iid(), a.flags() | 4, a.object_out()),
        open_msg_store(0, a.length(), a.bytes(), In::null(), a.flags(), a.object_out()),
        open_msg_store(0, a.store_length(), a.bytes(), In::null(), 4, a.object_out()),
        open_msg_store(0, a.store_length(), a.bytes(), In::null(), 4, a.object_out()),
        open_address_book(0, a.iid(), a.flags(), a.object_out()),
        open_address_book(0, In::null(), 0, a.object_out()),
        open_profile_section(a.uid(), a.iid(), a.flags(), a.object_out()),
        get_status_table(a.flags(), a.object_out()),
        open_entry(a.length(), a.bytes(), a.iid(), a.flags(), a.count_out(), a.object_out()),
        open_entry(a.length(), a.bytes(), In::null(), 0, a.count_out(), a.object_out()),
        compare_entry_ids(a.length(), a.bytes(), a.length(), a.bytes(), a.flags(), a.count_out()),
        advise(a.length(), a.bytes(), a.events(), a.sink(), a.word_out()),
        unadvise(a.word()),
        message_options(0, a.flags(), a.text(), a.object()),
        query_default_message_opt(a.text(), a.flags(), a.count_out(), a.values_out()),
        enum_adr_types(a.flags(), a.count_out(), a.block_out()),
        query_identity(a.count_out(), a.bytes_out()),
        set_default_store(a.flags(), a.length(), a.bytes()),
        admin_services(a.flags(), a.object_out()),
    ])
}

/// `IAddrBook`
pub(super) fn address_book(on: &Held, a: &mut Arguments<'_>) -> Code {
    if chance(40) {
        return prop(on, a);
    }
    let m: IAddrBookVtbl = methods(on.raw());
    any_of!(on, a, m; [
        open_entry(a.length(), a.bytes(), a.iid(), a.flags(), a.count_out(), a.object_out()),
        open_entry(a.length(), a.bytes(), In::null(), 0, a.count_out(), a.object_out()),
        open_entry(0, In::null(), In::null(), 0, a.count_out(), a.object_out()),
        compare_entry_ids(a.length(), a.bytes(), a.length(), a.bytes(), a.flags(), a.count_out()),
        advise(a.length(), a.bytes(), a.events(), a.sink(), a.word_out()),
        unadvise(a.word()),
        create_one_off(a.text(), a.text(), a.text(), a.flags(), a.count_out(), a.bytes_out()),
        new_entry(0, a.flags(), a.length(), a.bytes(), 0, In::null(), a.count_out(), a.bytes_out()),
        resolve_name(0, a.flags(), a.text(), a.recipients()),
        address(Out::null(), Out::null(), a.block_out()),
        details(Out::null(), None, null_mut(), a.length(), a.bytes(), None, null_mut(), a.text(), a.flags()),
        query_default_recip_opt(a.text(), a.flags(), a.count_out(), a.values_out()),
        get_pab(a.count_out(), a.bytes_out()),
        set_pab(a.length(), a.bytes()),
        get_default_dir(a.count_out(), a.bytes_out()),
        set_default_dir(a.length(), a.bytes()),
        get_search_path(a.flags(), a.rows_out()),
        prepare_recips(a.flags(), a.tags(), a.recipients()),
    ])
}

/// `IProviderAdmin`
pub(super) fn provider_admin(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IProviderAdminVtbl = methods(on.raw());
    let few = a.few();
    any_of!(on, a, m; [
        get_last_error(a.code(), a.flags(), a.error_out()),
        get_provider_table(a.flags(), a.object_out()),
        create_provider(a.text(), few, a.values(few), 0, a.flags(), Out::null()),
        delete_provider(a.uid()),
        open_profile_section(a.uid(), a.iid(), a.flags(), a.object_out()),
    ])
}
