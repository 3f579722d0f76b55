//! The properties of a logon's objects: which of them the runtime gives, and which are the
//! author's. What a client means by its arguments is `provider-abi`'s (`prop_object.rs`).

use crate::logon::kind::Provider;
use crate::logon::object::{Object, Role};
use crate::provider::Properties;
use provider_abi::class::Receiver;
use provider_abi::error::Result;
use provider_abi::last_error;
use provider_abi::memory::Allocators;
use provider_abi::params::only;
use provider_abi::prop_object::{self, PropObject, Work, opened_for_reading};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::requested::Values;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::shapes::tag::PropTag;
use provider_abi::wanted::Wanted;

/// A property that the runtime gives, and how it answers; no answer: the object does not have it.
pub(crate) type Given<P, R> = (PropTag, fn(&Object<P, R>, &P, PropTag, &mut Wanted<'_>));

/// A role that has properties.
pub(crate) trait Source<P: Provider>: Role<P> {
    /// The properties that the runtime gives; they win over the author's.
    const GIVEN: &'static [Given<P, Self>];

    /// Which ids [`GIVEN`](Self::GIVEN) may have, by their last six bits: most properties are the
    /// author's alone, and need no search.
    const GIVEN_IDS: u64 = ids_of(Self::GIVEN);

    /// Lends what has the author's own properties.
    fn with_own<R>(
        object: &Object<P, Self>,
        provider: &P,
        work: impl FnOnce(&dyn Properties<P>) -> Result<R>,
    ) -> Result<R>;

    /// Whether it was opened for changing.
    fn is_writable(object: &Object<P, Self>) -> bool;
}

const fn ids_of<P: Provider, R: Role<P>>(mut given: &[Given<P, R>]) -> u64 {
    let mut ids = 0;
    while let [(tag, _), rest @ ..] = given {
        ids |= 1 << (tag.id() & 63);
        given = rest;
    }
    ids
}

/// The properties of one object, while the author's value is lent.
struct Lent<'a, P: Provider, R: Role<P>> {
    object: &'a Object<P, R>,
    provider: &'a P,
}

impl<P: Provider, R: Source<P>> Lent<'_, P, R> {
    fn own_tags(&self) -> Result<Vec<PropTag>> {
        R::with_own(self.object, self.provider, |own| own.tags(self.provider))
    }
}

impl<P: Provider, R: Source<P>> Values for Lent<'_, P, R> {
    fn held(&self, _tag: PropTag) -> Option<PropValue> {
        None
    }

    /// What the runtime gives, then what is the author's alone.
    fn tags(&self) -> Result<Vec<PropTag>> {
        let mut tags: Vec<_> = R::GIVEN.iter().map(|(tag, _)| *tag).collect();
        for tag in self.own_tags()? {
            if !tags.iter().any(|other| other.id() == tag.id()) {
                tags.push(tag);
            }
        }
        Ok(tags)
    }

    fn give(&self, wanted: &mut Wanted<'_>) -> Result<()> {
        while let Some(tag) = wanted.next_place() {
            if R::GIVEN_IDS >> (tag.id() & 63) & 1 != 0
                && let Some((given, answer)) = R::GIVEN.iter().find(|(given, _)| given.id() == tag.id())
            {
                answer(self.object, self.provider, *given, wanted);
            }
        }
        if wanted.is_complete() {
            return Ok(());
        }
        let provider = self.provider;
        R::with_own(self.object, provider, |own| wanted.ask(|wanted| own.get_many(provider, wanted)))
    }
}

impl<P: Provider, R: Source<P>> prop_object::Properties for Lent<'_, P, R> {
    fn memory(&self) -> &Allocators {
        &self.object.logon.link.host.memory
    }

    fn check_writable(&self) -> Result<()> {
        if R::is_writable(self.object) { Ok(()) } else { Err(opened_for_reading()) }
    }

    /// What the runtime gives is computed, unless the author has it, too.
    fn refusals(&self, tags: &[PropTag]) -> Result<Vec<Option<Code>>> {
        let own = self.own_tags()?;
        let is_computed = |tag: PropTag| {
            R::GIVEN.iter().any(|(given, _)| given.id() == tag.id()) && !own.iter().any(|own| own.id() == tag.id())
        };
        Ok(tags.iter().map(|tag| is_computed(*tag).then_some(Code::COMPUTED)).collect())
    }

    fn set(&mut self, changes: Vec<Property>) -> Result<()> {
        R::with_own(self.object, self.provider, |own| own.set(self.provider, &changes))
    }
}

impl<P: Provider, R: Source<P>> PropObject for Object<P, R> {
    fn with_properties(this: Receiver<'_, Self>, work: Work<'_>) -> Code {
        this.call(|provider| work(&mut Lent { object: &this, provider }))
    }

    fn last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        get_last_error(this, code, flags, error)
    }

    fn save(this: Receiver<'_, Self>, flags: u32) -> Code {
        this.call(|provider| {
            only(flags, KEEP_OPEN_READONLY | KEEP_OPEN_READWRITE | FORCE_SAVE | MAPI_DEFERRED_ERRORS)?;
            if !R::is_writable(&this) {
                return Err(opened_for_reading());
            }
            R::with_own(&this, provider, |own| own.save(provider)).map(|()| Code::OK)
        })
    }
}

/// GetLastError of any object (LASTERR-1): also on a failed logon (ABRUPT-6).
pub(in crate::bridge) fn get_last_error<P: Provider, R: Role<P>>(
    this: Receiver<'_, Object<P, R>>,
    code: Code,
    flags: u32,
    error: Out<'_, *mut MAPIERROR>,
) -> Code {
    error.clear();
    this.call_even_if_failed(|| {
        last_error::get_last_error(&this.last, code, &this.logon.link.host.memory, flags, P::NAME, error)
    })
}
