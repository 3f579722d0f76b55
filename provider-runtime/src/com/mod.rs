//! Objects: layout, identity, QueryInterface, counts, the children of a logon, the gate, the border that stops panics,
//! and MAPI's memory. What a method does with its arguments lives in `bridge/`.
//!
//! # Invariants
//! Every SAFETY comment of the crate cites one of these. Who guarantees it stands behind each.
//!
//! * O1: the `This` of a method is a live object of the class in whose vtable the method stands, and its caller holds a
//!   reference until the method returns. (COM's rule for callers; `This` is made of a foreign pointer nowhere else than
//!   where that pointer is called.)
//! * O2: a class is `repr(C)` and starts with its vtable pointers; interface number n is the n-th of them. (`Class`.)
//! * O3: an `In`, `Out` or interface pointer of a method is null or valid, as long as its count says, until the method
//!   returns. (COM's rule for callers.)
//! * O4: an object whose count reached zero is reached by nobody: lists hand out references only through
//!   `Count::up_unless_zero`, under the lock that its last Release takes before it frees. (`Home`, `Core`.)
//! * G1 to G4: see `gate.rs`.
//! * C1: a child's place is read and written under its core's list lock only. (`children.rs`.)
//! * C2: a child's value is read under a seat, and taken either with its count at zero, when no call can be inside it,
//!   or by the end behind the closed gate; both under the list lock. (`children.rs`.)
//! * F1: a `ComPtr` owns one reference on a live object whose interface is the named one. (Whoever makes it: MAPI, or
//!   QueryInterface.)
//! * M1: MAPI's allocators give blocks aligned for any scalar, at least as long as asked, live until freed; a block of
//!   `more` lives as long as its root. (The page of MAPIAllocateBuffer.)
//! * M2: a property value, row or string that MAPI passes in is laid out as its tag and counts say. (O3.)

pub(crate) mod border;
pub(crate) mod children;
pub(crate) mod core;
pub(crate) mod end;
pub(crate) mod gate;
pub(crate) mod home;
pub(crate) mod host;
pub(crate) mod kind;
pub(crate) mod link;
pub(crate) mod module;
pub(crate) mod object;
pub(crate) mod store;
pub(crate) mod turns;
pub(crate) mod wall;
