//! Operations on many objects (FOLD-20): each goes on after one has failed; progress is shown, and
//! a user may cancel.
#![allow(unsafe_code, reason = "IMAPIProgress and IMAPISupport are called over their vtables")]

use crate::logon::support_link::SupportLink;
use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::error::{Error, Result, ok};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::imapi_progress::IMAPIProgressVtbl;
use provider_abi::shapes::param::Out;

/// How a client has called a method that may show its progress.
pub(super) struct FolderCall<'a> {
    pub(super) ui_param: usize,
    pub(super) progress: Option<Lent<'a, IMAPIProgressVtbl>>,
    /// Whether progress is shown at all (PROP-88).
    pub(super) shows: bool,
}

/// What one call does to many objects.
pub(super) struct Batch {
    progress: Option<ComPtr<IMAPIProgressVtbl>>,
    total: u32,
    done: u32,
    failures: u32,
    /// The code that all failures had, as long as there is one such.
    common: Option<Code>,
    is_cancelled: bool,
}

impl Batch {
    /// `total` objects are to come, as far as that is known.
    pub(super) fn new(link: &SupportLink, call: &FolderCall<'_>, total: usize) -> Self {
        let given = call.progress.map(Lent::keep);
        let progress = if call.shows { given.or_else(|| of_support(link, call.ui_param).ok()) } else { None };
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        Self { progress, total, done: 0, failures: 0, common: None, is_cancelled: false }
    }

    /// More objects have turned up.
    pub(super) fn add(&mut self, count: usize) {
        self.total = self.total.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
    }

    /// One object is done with: whether to go on.
    pub(super) fn report<T>(&mut self, outcome: Result<T>) -> bool {
        self.done += 1;
        self.total = self.total.max(self.done);
        if let Err(error) = outcome {
            let is_first = self.failures == 0;
            self.common = Some(error.code()).filter(|code| is_first || self.common == Some(*code));
            self.failures += 1;
        }
        if let Some(progress) = &self.progress {
            let per_mille = u64::from(self.done) * 1000 / u64::from(self.total.max(1));
            let report = progress.methods().progress;
            // SAFETY: F1: alive; no lock of ours is held.
            let code = unsafe { report(progress.this(), per_mille as u32, self.done, self.total) };
            self.is_cancelled |= code == Code::USER_CANCEL;
        }
        !self.is_cancelled
    }

    /// Whether all went well so far.
    pub(super) fn is_clean(&self) -> bool {
        self.failures == 0 && !self.is_cancelled
    }

    /// Whether a user has cancelled.
    pub(super) fn is_cancelled(&self) -> bool {
        self.is_cancelled
    }

    /// What the call answers: a failure only where nothing could be done at all.
    pub(super) fn code(self) -> Result<Code> {
        if self.is_cancelled {
            return Err(Error::new(Code::USER_CANCEL, "cancelled"));
        }
        match self.common {
            Some(code) if self.failures == self.done && [Code::NO_ACCESS, Code::NO_SUPPORT].contains(&code) => {
                Err(code.into())
            }
            _ if self.failures > 0 => Ok(Code::W_PARTIAL_COMPLETION),
            _ => Ok(Code::OK),
        }
    }
}

/// `IMAPISupport::DoProgressDialog`: MAPI's own progress object.
fn of_support(link: &SupportLink, ui_param: usize) -> Result<ComPtr<IMAPIProgressVtbl>> {
    link.lend(|support| {
        let mut progress = std::ptr::null_mut();
        let dialog = support.methods().do_progress_dialog;
        // SAFETY: F1: alive while lent.
        let code = unsafe { dialog(support.this(), ui_param, 0, Out::from(&mut progress)) };
        ok(code)?;
        // SAFETY: F1: what the call gave (MEM-8).
        unsafe { ComPtr::from_call(code, progress) }
    })
}
