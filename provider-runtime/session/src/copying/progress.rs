//! What a caller is told meanwhile, who may say that it is enough (`IMAPIProgress`, PROP-88).
#![allow(unsafe_code, reason = "a caller's progress object is called over its vtable")]

use provider_abi::com_ptr::{ComPtr, Lent};
use provider_abi::error::{Error, Result};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::imapi_progress::IMAPIProgressVtbl;
use provider_abi::shapes::param::{Out, This};

/// `MAPI_TOP_LEVEL`: the object counts the items itself, so it is told how many there are.
const TOP_LEVEL: u32 = 1;

/// A caller's progress object, if one is to be used; else nobody is told, and nobody cancels.
pub(crate) struct Progress {
    object: Option<ComPtr<IMAPIProgressVtbl>>,
    least: u32,
    most: u32,
    is_top: bool,
}

type Get = unsafe extern "system" fn(This, Out<u32>) -> Code;

impl Progress {
    /// The object is used only if a dialog is wanted. One that the session would make itself shows
    /// nothing and never cancels, so that none is made.
    pub(crate) fn of(object: Option<Lent<'_, IMAPIProgressVtbl>>, is_wanted: bool) -> Self {
        let object = object.filter(|_| is_wanted).map(Lent::keep);
        let number = |get: fn(&IMAPIProgressVtbl) -> Get, otherwise: u32| {
            let Some(object) = &object else { return otherwise };
            let mut number = otherwise;
            // SAFETY: F1: alive while `object` is; `number` is ours until it returns.
            let code = unsafe { get(object.methods())(object.this(), Out::from(&mut number)) };
            if code.is_failure() { otherwise } else { number }
        };
        let least = number(|methods| methods.get_min, 0);
        let most = number(|methods| methods.get_max, 1000);
        let is_top = number(|methods| methods.get_flags, 0) & TOP_LEVEL != 0;
        Self { object, least, most, is_top }
    }

    /// So many of so many items are done.
    ///
    /// # Errors
    /// `MAPI_E_USER_CANCEL` if it is to stop here.
    pub(crate) fn tell(&self, done: usize, total: usize) -> Result<()> {
        let Some(object) = &self.object else { return Ok(()) };
        let done = done as u64;
        let total = (total as u64).max(1);
        let way = u64::from(self.most.saturating_sub(self.least));
        let value = self.least.saturating_add((way * done.min(total) / total) as u32);
        let word = |number: u64| if self.is_top { u32::try_from(number).unwrap_or(u32::MAX) } else { 0 };
        let progress = object.methods().progress;
        // SAFETY: F1: alive while `object` is.
        let code = unsafe { progress(object.this(), value, word(done), word(total)) };
        if code == Code::USER_CANCEL { Err(Error::new(code, "the user has cancelled")) } else { Ok(()) }
    }
}
