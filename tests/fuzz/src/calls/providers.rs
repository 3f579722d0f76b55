//! `IMSProvider`, `IABProvider`, `IXPProvider`, `IMAPIProviderShutdown`, and the init functions.
#![allow(unsafe_code, reason = "methods are called over vtables")]

use super::session;
use crate::arguments::Arguments;
use crate::author::{Book, Post, Shelf};
use crate::face::Face;
use crate::host::malloc;
use crate::world::{Held, World, chance, one_of, trace};
use provider_runtime::abi::iab_provider::IABProviderVtbl;
use provider_runtime::abi::imapi_provider_shutdown::IMAPIProviderShutdownVtbl;
use provider_runtime::abi::ims_provider::IMSProviderVtbl;
use provider_runtime::abi::ixp_provider::IXPProviderVtbl;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::prelude::*;
use std::ptr::null_mut;
use std::sync::Arc;
use support::raw::methods;

/// What a provider is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A message store.
    Store,
    /// An address book.
    AddressBook,
    /// A transport.
    Transport,
}

/// Makes a provider object, through its init function.
fn init(world: &Arc<World>, kind: Kind) {
    let memory = world.memory();
    let allocate = Some(memory.allocate).filter(|_| !chance(1));
    let version_asked = one_of(&[0x0001_0010, 0x0001_0010, 0x0001_0010, 0, u32::MAX]);
    let flags = one_of(&[0, 0, 0, 1 << fastrand::u32(..32)]);
    let mut version = 0;
    let mut object = null_mut();
    let (entry, face) = match kind {
        Kind::Store => (provider_runtime::store_entry::<Shelf>(), Face::StoreProvider),
        Kind::AddressBook => (provider_runtime::address_book_entry::<Book>(), Face::BookProvider),
        Kind::Transport => (provider_runtime::transport_entry::<Post>(), Face::TransportProvider),
    };
    let outputs = (Out::from(&mut version), Out::from(&mut object));
    let more = Some(memory.more);
    let free = Some(memory.free);
    let malloc = if chance(20) { None } else { Some(malloc::new(world)) };
    let lent = malloc.as_ref().map_or(null_mut(), Held::raw);
    // SAFETY: O3, M1: MAPI's own allocators, and outputs of ours.
    let code = unsafe { entry(null_mut(), lent, allocate, more, free, flags, version_asked, outputs.0, outputs.1) };
    trace(|| format!("init {kind:?} answers {code:?}"));
    match (code.is_failure(), object.is_null()) {
        (false, false) => world.hold(object, face),
        (true, true) => {}
        _ => world.fault(format!("the init function of {kind:?} answers {code:?} and gives {object:?}")),
    }
}

/// Makes a provider object, or logs on to one that there is; in a session, something of its own.
pub fn begin(world: &Arc<World>) {
    let provider = if chance(10) { None } else { world.another(super::is_provider) };
    let Some(provider) = provider else {
        return match world.temper.kinds {
            [] => session::visit(world),
            kinds => init(world, one_of(kinds)),
        };
    };
    let mut arguments = Arguments::new(world);
    let a = &mut arguments;
    let code = match provider.face {
        Face::StoreProvider => store_logon(&provider, a),
        Face::BookProvider => book_logon(&provider, a),
        _ => transport_logon(&provider, a),
    };
    arguments.settle(provider.face, code);
}

fn store_logon(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IMSProviderVtbl = methods(on.raw());
    let no = In::null();
    any_of!(on, a, m; [
        logon(
            a.support(), 0, a.text(), 0, In::null(), a.flags() | 4, In::null(),
            a.count_out(), a.bytes_out(), a.refusal_out(), a.object_out(), a.object_out()
        ),
        logon(
            a.support(), a.word(), a.text(), a.length(), a.bytes(), a.flags(), a.iid(),
            a.count_out(), a.bytes_out(), a.refusal_out(), a.object_out(), a.object_out()
        ),
        spooler_logon(
            a.support(), 0, a.text(), a.length(), a.bytes(), a.flags(), no,
            0, In::null(), a.refusal_out(), a.object_out(), a.object_out()
        ),
    ])
}

fn book_logon(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IABProviderVtbl = methods(on.raw());
    any_of!(on, a, m; [
        logon(a.support(), 0, a.text(), a.flags(), a.count_out(), a.bytes_out(), a.refusal_out(), a.object_out()),
    ])
}

fn transport_logon(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IXPProviderVtbl = methods(on.raw());
    any_of!(on, a, m; [
        transport_logon(a.support(), 0, a.text(), a.flags_out(), a.refusal_out(), a.object_out()),
    ])
}

/// `IMSProvider`
pub(super) fn store(on: &Held, a: &mut Arguments<'_>) -> Code {
    if !chance(15) {
        return store_logon(on, a);
    }
    let m: IMSProviderVtbl = methods(on.raw());
    any_of!(on, a, m; [
        shutdown(a.flags_out()),
        compare_store_ids(a.length(), a.bytes(), a.length(), a.bytes(), a.flags(), a.count_out()),
        compare_store_ids(a.length(), a.bytes(), a.length(), a.bytes(), a.flags(), a.count_out()),
        compare_store_ids(a.length(), a.bytes(), a.length(), a.bytes(), a.flags(), a.count_out()),
    ])
}

/// `IABProvider`
pub(super) fn book(on: &Held, a: &mut Arguments<'_>) -> Code {
    if !chance(4) {
        return book_logon(on, a);
    }
    let m: IABProviderVtbl = methods(on.raw());
    any_of!(on, a, m; [shutdown(a.flags_out())])
}

/// `IXPProvider`
pub(super) fn transport(on: &Held, a: &mut Arguments<'_>) -> Code {
    if !chance(4) {
        return transport_logon(on, a);
    }
    let m: IXPProviderVtbl = methods(on.raw());
    any_of!(on, a, m; [shutdown(a.flags_out())])
}

/// `IMAPIProviderShutdown`
pub(super) fn shutdown(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IMAPIProviderShutdownVtbl = methods(on.raw());
    any_of!(on, a, m; [query_fast_shutdown(), notify_process_shutdown(), do_fast_shutdown()])
}
