//! MAPI's binary interface as Rust types, and the kit that both sides of it are built with.
//!
//! [`shapes`] is generated: vtables, structs, codes, flags, tags. Beside it stands what a provider
//! and MAPI's own part do alike: errors, property values, MAPI's memory, counted pointers to
//! foreign objects, parameters, strings, entry identifiers, tables. Authors name
//! `provider-runtime`, which shows them what they need of this package.
//!
//! # Invariants
//! Every SAFETY comment of these packages cites one of these. Who guarantees it stands after each.
//!
//! * O1: the `This` of a method is a live object of the class in whose vtable the method stands,
//!   and its caller holds a reference until the method returns. (COM's rule for callers; `This` is
//!   made of a foreign pointer nowhere else than where that pointer is called.)
//! * O2: a class is `repr(C)` and starts with its vtable pointers; interface number n is the n-th
//!   of them. (`Class`.)
//! * O3: an `In`, `Out` or interface pointer of a method is null or valid, as long as its count
//!   says, until the method returns. (COM's rule for callers.)
//! * O4: an object whose count reached zero is reached by nobody: lists hand out references only
//!   through `Count::up_unless_zero`, under the lock that its last Release takes before it frees.
//!   (Who keeps the list.)
//! * F1: a `ComPtr` owns one reference on a live object whose interface is the named one. (Who
//!   makes it: MAPI, or QueryInterface.)
//! * M1: MAPI's allocators give blocks aligned for any scalar, at least as long as asked, live
//!   until freed; a block of `more` lives as long as its root. (The page of MAPIAllocateBuffer.)
//! * M2: a property value, row or string that MAPI passes in is laid out as its tag and counts say.
//!   (O3.)

pub mod access;
pub mod error;
pub mod large_value;
pub mod names;
pub mod prop_value;
pub mod shapes;
pub mod table;
pub mod tag;
pub mod tags;
pub mod uid;
pub mod wanted;

// For the packages beside this one; promises nothing to anybody else.
#[doc(hidden)]
pub mod ansi;
mod answers;
#[doc(hidden)]
pub mod class;
#[doc(hidden)]
pub mod com_ptr;
#[doc(hidden)]
pub mod copy_call;
#[doc(hidden)]
pub mod entry_id;
#[doc(hidden)]
pub mod hex;
#[doc(hidden)]
pub mod interfaces;
#[doc(hidden)]
pub mod last_error;
#[doc(hidden)]
pub mod lists;
pub mod lock;
#[doc(hidden)]
pub mod memory;
#[doc(hidden)]
pub mod param;
#[doc(hidden)]
pub mod params;
mod places;
#[doc(hidden)]
pub mod prop_array;
#[doc(hidden)]
pub mod prop_object;
#[doc(hidden)]
pub mod requested;
#[doc(hidden)]
pub mod strings;
