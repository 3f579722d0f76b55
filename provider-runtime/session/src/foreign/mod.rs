//! Objects of providers as the session calls them: what goes into their methods, what comes out,
//! and the logon objects of the three kinds; also messages, folders, tables and streams, where the
//! session itself works on them. When a call is made, and what it means, is not here.

mod arguments;
mod folders;
mod identity;
mod logon_object;
mod messages;
mod outputs;
mod pieces;
mod props;
mod rows;

pub(crate) use arguments::{TagWords, entry_argument};
pub(crate) use folders::FolderCalls;
pub(crate) use identity::{identity, seen_as};
pub(crate) use logon_object::{LogonObject, shut_down};
pub(crate) use messages::MessageCalls;
pub(crate) use outputs::Outputs;
pub(crate) use pieces::Pieces;
pub(crate) use props::Props;
pub(crate) use rows::TableRows;
