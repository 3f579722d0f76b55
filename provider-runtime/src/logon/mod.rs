//! One logon of an author's provider: its state, its tie to MAPI's support object, its opened
//! objects, the gate in front of all of them, its end, panics. What a method does with its
//! arguments is in `bridge/`.
//!
//! # Invariants
//! Every SAFETY comment of the package cites one of these, or one of `provider-abi`'s (O1 to O4,
//! F1, M1, M2). Who guarantees it stands after each.
//!
//! * G1 to G5: see `gate.rs`.
//! * C1: an opened object's place is read and written under its logon's list lock only.
//!   (`opened_list.rs`.)
//! * C2: an opened object's value is read under a seat, and taken either with its count at zero,
//!   when no call can be inside it, or by the end after the gate has closed; both under the list
//!   lock. (`opened_list.rs`.)
//! * D1: the system's loader answers about a library that is in the process, and keeps it there
//!   once it was asked to. (The pages of `dladdr`, `dlopen`, `GetModuleHandleEx`,
//!   `GetProcAddress`.)

pub(crate) mod call;
pub(crate) mod declared;
pub(crate) mod end;
pub(crate) mod field_end;
pub(crate) mod gate;
pub(crate) mod guarded_cell;
pub(crate) mod host;
pub(crate) mod kind;
pub(crate) mod module;
pub(crate) mod object;
pub(crate) mod object_key;
pub(crate) mod open_tables;
pub(crate) mod open_value;
pub(crate) mod opened_list;
pub(crate) mod panics;
pub(crate) mod provider_state;
pub(crate) mod state;
pub(crate) mod status_row;
pub(crate) mod support_calls;
pub(crate) mod support_link;
pub(crate) mod teardown;
pub(crate) mod threads;
