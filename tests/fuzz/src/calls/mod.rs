//! Every method of every interface that a client, or MAPI, can come to, with arguments of any kind.
//! Which arguments there are is in `../arguments/`.

#[macro_use]
mod any_of;
mod address_book;
mod containers;
mod props;
mod providers;
mod session;
mod stores;
mod streams;
mod tables;
mod transports;

use crate::arguments::Arguments;
use crate::face::Face;
use crate::world::Held;
use provider_runtime::prelude::*;

pub use providers::{Kind, begin};

/// Calls a method of this object, any one; its code.
pub fn call(on: &Held, a: &mut Arguments<'_>) -> Code {
    match on.face {
        Face::Unknown => Code::OK,
        Face::StoreProvider => providers::store(on, a),
        Face::BookProvider => providers::book(on, a),
        Face::TransportProvider => providers::transport(on, a),
        Face::Shutdown => providers::shutdown(on, a),
        Face::StoreLogon => stores::logon(on, a),
        Face::BookLogon => address_book::logon(on, a),
        Face::TransportLogon => transports::logon(on, a),
        Face::Store => stores::store(on, a),
        Face::Folder => stores::folder(on, a),
        Face::Message => stores::message(on, a),
        Face::BookContainer => address_book::container(on, a),
        Face::Container => containers::container(on, a),
        Face::Status => props::status(on, a),
        Face::Prop => props::prop(on, a),
        Face::Stream => streams::stream(on, a),
        Face::Table => tables::table(on, a),
        Face::Session => session::session(on, a),
        Face::AddressBook => session::address_book(on, a),
        Face::ProviderAdmin => session::provider_admin(on, a),
    }
}

/// Whether it logs on.
#[must_use]
pub fn is_provider(face: Face) -> bool {
    matches!(face, Face::StoreProvider | Face::BookProvider | Face::TransportProvider)
}
