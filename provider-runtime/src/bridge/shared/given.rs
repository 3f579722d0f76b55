//! The properties that the runtime gives of an object, as data. How they are asked for is in
//! `prop.rs`.

use crate::logon::kind::Provider;
use crate::logon::object::{Object, Role};
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::tag::PropTag;
use provider_abi::wanted::Wanted;

/// A property that the runtime gives, and how it answers; no answer: the object does not have it.
pub(crate) type Given<P, R> = (PropTag, fn(&Object<P, R>, &P, PropTag, &mut Wanted<'_>));

/// What OpenProperty is asked for.
pub(crate) struct Asked {
    pub(in crate::bridge) tag: PropTag,
    pub(in crate::bridge) interface: Iid,
    pub(in crate::bridge) options: u32,
    pub(in crate::bridge) flags: u32,
}

/// What the runtime gives of one class of objects.
pub(crate) struct GivenList<P: Provider, R: Role<P>> {
    all: &'static [Given<P, R>],
    /// Which ids they may have, by their last six bits: most properties are the author's alone, and
    /// need no search.
    ids: u64,
}

impl<P: Provider, R: Role<P>> GivenList<P, R> {
    /// These properties.
    pub(crate) const fn new(all: &'static [Given<P, R>]) -> Self {
        let mut ids = 0;
        let mut left = all;
        while let [(tag, _), rest @ ..] = left {
            ids |= 1 << (tag.id() & 63);
            left = rest;
        }
        Self { all, ids }
    }

    /// How a property is answered, if it is one of these.
    #[inline]
    pub(crate) fn find(&self, tag: PropTag) -> Option<&Given<P, R>> {
        let may_be = self.ids >> (tag.id() & 63) & 1 != 0;
        may_be.then(|| self.all.iter().find(|(given, _)| given.id() == tag.id())).flatten()
    }

    /// Their tags.
    pub(crate) fn tags(&self) -> impl Iterator<Item = PropTag> {
        self.all.iter().map(|(tag, _)| *tag)
    }
}
