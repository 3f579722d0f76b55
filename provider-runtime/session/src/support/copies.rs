//! What only a store asks MAPI for: copies between objects of any stores (PROP-80, FOLD-22). How
//! one is made is in `copying/`; here are the arguments of the calls and what they give back.
#![allow(unsafe_code, reason = "objects and lists come as raw arguments")]
#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]

use super::support_object::SupportObject;
use crate::copying::{Copier, Manner, Problem, Progress, Scope, copy_folder, copy_messages, read_tags};
use crate::foreign::{FolderCalls, Outputs, Props};
use crate::model::State;
use crate::objects::own_progress;
use crate::record::what::support::{CopyContents, CopyObject, ShowProgress};
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::error::{Error, Result};
use provider_abi::params::{bytes_at, only, read_at, slice_at};
use provider_abi::prop_array;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::{IID_IMAPIFolder, Iid};
use provider_abi::shapes::imapi_progress::IMAPIProgressVtbl;
use provider_abi::shapes::param::{In, Out};
use provider_abi::shapes::structs::{SBinaryArray, SPropProblem, SPropProblemArray, SPropTagArray};
use provider_abi::shapes::tag::PropTag;
use provider_abi::strings;
use std::ffi::c_void;

/// `MAPI_TOP_LEVEL`
const TOP_LEVEL: u32 = 1;

/// An object of a provider's as an argument: the interface that its pointer is of, and itself.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) interface: Option<&'a Iid>,
    pub(super) object: *mut c_void,
}

impl Given<'_> {
    /// # Errors
    /// `MAPI_E_INVALID_PARAMETER` for a null pointer, `MAPI_E_INTERFACE_NOT_SUPPORTED` for an
    /// object without the interface, or without properties (PROP-81).
    fn props<'s>(self, outputs: Outputs<'s>) -> Result<Props<'s>> {
        let interface = self.interface.ok_or_else(|| Error::new(Code::INVALID_PARAMETER, "no interface"))?;
        self.as_interface(*interface, outputs)
    }

    /// FOLD-23: without an interface, a folder is meant.
    fn folder<'s>(self, outputs: Outputs<'s>) -> Result<FolderCalls<'s>> {
        let props = self.as_interface(self.interface.copied().unwrap_or(IID_IMAPIFolder), outputs)?;
        FolderCalls::of(&props).ok_or_else(|| Code::INTERFACE_NOT_SUPPORTED.into())
    }

    fn as_interface<'s>(self, interface: Iid, outputs: Outputs<'s>) -> Result<Props<'s>> {
        // SAFETY: O3: null, or a live object of that interface, as every interface starts with
        // IUnknown.
        let object = unsafe { ComPtr::<IUnknownVtbl>::clone_from_raw(self.object) };
        let object = object.ok_or_else(|| Error::new(Code::INVALID_PARAMETER, "no object"))?;
        let props = Props::of(&object, outputs).filter(|props| props.has(interface));
        props.ok_or_else(|| Error::new(Code::INTERFACE_NOT_SUPPORTED, "the object does not have the interface"))
    }
}

/// What `DoCopyTo` and `DoCopyProps` have in common.
pub(super) struct ObjectCopy<'a> {
    pub(super) method: &'static str,
    pub(super) from: Given<'a>,
    pub(super) to: Given<'a>,
    pub(super) tags: In<'a, SPropTagArray>,
    pub(super) excluded: Option<&'a [Iid]>,
    pub(super) progress: Option<Lent<'a, IMAPIProgressVtbl>>,
    pub(super) flags: u32,
    pub(super) problems: Out<'a, *mut SPropProblemArray>,
}

impl ObjectCopy<'_> {
    /// Copies; `scope` makes of the tags what is meant by them.
    pub(super) fn run(
        self,
        support: &SupportObject,
        scope: impl FnOnce(Option<Vec<PropTag>>) -> Result<Scope>,
    ) -> Code {
        self.problems.clear();
        let event =
            CopyObject { whose: support.whose(), flags: self.flags, method: self.method.into(), problems: None };
        support.call(event, |state, call| {
            only(self.flags, MAPI_MOVE | MAPI_NOREPLACE | MAPI_DECLINE_OK | MAPI_DIALOG)?;
            let scope = scope(read_tags(self.tags)?)?;
            let from = self.from.props(state.outputs())?;
            let to = self.to.props(state.outputs())?;
            let excluded = self.excluded.ok_or_else(|| Error::new(Code::INVALID_PARAMETER, "no interfaces"))?;
            let manner = Manner { replaces: self.flags & MAPI_NOREPLACE == 0, moves: self.flags & MAPI_MOVE != 0 };
            let progress = Progress::of(self.progress, self.flags & MAPI_DIALOG != 0);
            let problems = Copier::new(manner, progress).copy(&from, &to, &scope, excluded)?;
            call.set(|copy| copy.problems = Some(problems.len() as u64));
            self.give(state, &problems)
        })
    }

    /// PROP-52: an array only where there are problems, and where it is wanted.
    fn give(&self, state: &State, problems: &[Problem]) -> Result<()> {
        if problems.is_empty() || self.problems.is_null() {
            return Ok(());
        }
        let told = problems.iter().zip(0..);
        let told = told.map(|(one, index)| SPropProblem { index, prop_tag: one.tag.0, scode: one.code });
        let told: Vec<_> = told.collect();
        self.problems.write(prop_array::problem_array(&state.memory.allocators, &told)?.into_raw());
        Ok(())
    }
}

/// The identifiers of a list.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a null pointer where a list or identifiers should stand
/// (FOLD-21).
fn entries(list: In<'_, SBinaryArray>) -> Result<Vec<&[u8]>> {
    /// More messages than any folder has: a longer list is none.
    const MOST: u32 = 1 << 24;
    let none = || Error::new(Code::INVALID_PARAMETER, "a list of messages that is none");
    // SAFETY: O3: null, or such an argument.
    let list = unsafe { read_at(list.raw()) }.filter(|list| list.c_values <= MOST).ok_or_else(none)?;
    // SAFETY: O3: an argument of this type has as many identifiers as its count says.
    let entries = unsafe { slice_at(list.lpbin.cast_const(), list.c_values) }.ok_or_else(none)?;
    let one = |entry: &provider_abi::shapes::structs::SBinary| {
        // SAFETY: O3: as many bytes as the count beside them says.
        unsafe { bytes_at(entry.lpb.cast_const(), entry.cb) }.unwrap_or_default()
    };
    Ok(entries.iter().map(one).collect())
}

/// What a store asks for that is no object's copy.
pub(super) struct Copies<'s> {
    pub(super) support: &'s SupportObject,
}

impl Copies<'_> {
    /// `CopyMessages`
    pub(super) fn messages(
        &self,
        from: Given<'_>,
        to: Given<'_>,
        list: In<'_, SBinaryArray>,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        let support = self.support;
        let event = CopyContents { whose: support.whose(), flags, method: "CopyMessages".into() };
        support.call(event, |state, _| {
            only(flags, MESSAGE_MOVE | MESSAGE_DIALOG | MAPI_DECLINE_OK)?;
            let entries = entries(list)?;
            let from = from.folder(state.outputs())?;
            let to = to.folder(state.outputs())?;
            let progress = Progress::of(progress, flags & MESSAGE_DIALOG != 0);
            copy_messages(&from, &to, &entries, flags & MESSAGE_MOVE != 0, &progress)
        })
    }

    /// `CopyFolder`
    pub(super) fn folder(
        &self,
        from: Given<'_>,
        to: Given<'_>,
        entry: Option<&[u8]>,
        name: In<'_, c_void>,
        progress: Option<Lent<'_, IMAPIProgressVtbl>>,
        flags: u32,
    ) -> Code {
        let support = self.support;
        let event = CopyContents { whose: support.whose(), flags, method: "CopyFolder".into() };
        support.call(event, |state, _| {
            only(flags, FOLDER_MOVE | FOLDER_DIALOG | MAPI_DECLINE_OK | COPY_SUBFOLDERS | MAPI_UNICODE)?;
            let entry = entry.filter(|entry| !entry.is_empty()).ok_or(Code::INVALID_PARAMETER)?;
            // SAFETY: O3: null, or a text in the width that the flags say, with its zero.
            let name = unsafe { strings::text(name, flags) }.filter(|name| !name.is_empty());
            let from = from.folder(state.outputs())?;
            let to = to.folder(state.outputs())?;
            let progress = Progress::of(progress, flags & FOLDER_DIALOG != 0);
            let how = (flags & FOLDER_MOVE != 0, flags & COPY_SUBFOLDERS != 0);
            copy_folder(&from, entry, &to, name.as_deref(), how, &progress)
        })
    }

    /// `DoProgressDialog`: a progress object that nobody sees.
    pub(super) fn progress_dialog(&self, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        let support = self.support;
        out.clear();
        support.call(ShowProgress { whose: support.whose() }, |state, _| {
            let out = out.needed()?;
            only(flags, TOP_LEVEL)?;
            out.write(own_progress(&state.memory, flags));
            Ok(())
        })
    }
}
