//! A call of `IMAPIProp::CopyTo` or `IMAPIProp::CopyProps`, as a class with properties gets it.

use crate::com_ptr::Lent;
use crate::param::{In, Out};
use crate::shapes::iid::Iid;
use crate::shapes::imapi_progress::IMAPIProgressVtbl;
use crate::shapes::structs::{SPropProblemArray, SPropTagArray};
use std::ffi::c_void;

/// What is copied.
pub enum Copied<'a> {
    /// All but these interfaces and these properties (`IMAPIProp::CopyTo`).
    Except(&'a [Iid], In<'a, SPropTagArray>),
    /// These properties (`IMAPIProp::CopyProps`).
    Only(In<'a, SPropTagArray>),
}

/// A call of `IMAPIProp::CopyTo` or `IMAPIProp::CopyProps`.
pub struct CopyCall<'a> {
    /// What is copied.
    pub copied: Copied<'a>,
    /// The window of the progress.
    pub ui_param: usize,
    /// The client's progress object.
    pub progress: Option<Lent<'a, IMAPIProgressVtbl>>,
    /// The interface of the destination.
    pub interface: Option<&'a Iid>,
    /// Where it is copied to: an object of anybody's.
    pub destination: *mut c_void,
    /// `MAPI_MOVE` and so on.
    pub flags: u32,
    /// Where problems are told.
    pub problems: Out<'a, *mut SPropProblemArray>,
}
