//! The properties of a logon's objects: which of them the runtime gives, and which are the
//! author's. What a client means by its arguments is `provider-abi`'s (`prop_object.rs`).

use super::given::{Asked, GivenList};
use super::{copy, open_property};
use crate::draft::StreamTarget;
use crate::logon::kind::Provider;
use crate::logon::object::{Object, Role};
use crate::provider::Properties;
use log::Level;
use provider_abi::class::Receiver;
use provider_abi::copy_call::CopyCall;
use provider_abi::error::Result;
use provider_abi::last_error;
use provider_abi::memory::Allocators;
use provider_abi::names::NameMap;
use provider_abi::params::only;
use provider_abi::prop_object::{self, PropObject, Work, opened_for_reading};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::requested::Values;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::Iid;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::shapes::tag::PropTag;
use provider_abi::wanted::Wanted;
use std::ffi::c_void;

const KEEP_OPEN: u32 = KEEP_OPEN_READONLY | KEEP_OPEN_READWRITE;

/// What other stores act on (PROP-72).
const IGNORED: u32 = SPAMFILTER_ONSAVE | ITEMPROC_FORCE | NON_EMS_XP_SAVE;

/// A role that has properties.
pub(crate) trait Source<P: Provider>: Role<P> {
    /// The properties that the runtime gives of this object; they win over the author's.
    fn given(object: &Object<P, Self>) -> &'static GivenList<P, Self>;

    /// Lends what has the author's own properties.
    fn with_own<R>(
        object: &Object<P, Self>,
        provider: &P,
        work: impl FnOnce(&dyn Properties<P>) -> Result<R>,
    ) -> Result<R>;

    /// Whether it was opened for changing.
    fn is_writable(object: &Object<P, Self>) -> bool;

    /// What is derived from the rest of it where the author does not answer.
    fn derived_tags(_object: &Object<P, Self>, _provider: &P) -> Result<Vec<PropTag>> {
        Ok(Vec::new())
    }

    /// Answers what is still wanted and can be derived.
    fn derive(_object: &Object<P, Self>, _provider: &P, _wanted: &mut Wanted<'_>) -> Result<()> {
        Ok(())
    }

    /// For each of these, why a client cannot change it, if so: what the runtime gives is computed,
    /// unless the author has it, too.
    fn refusals(object: &Object<P, Self>, provider: &P, tags: &[PropTag]) -> Result<Vec<Option<Code>>> {
        let own = Self::with_own(object, provider, |own| own.tags(provider))?;
        let given = Self::given(object);
        let is_computed = |tag: PropTag| given.find(tag).is_some() && !own.iter().any(|own| own.id() == tag.id());
        Ok(tags.iter().map(|tag| is_computed(*tag).then_some(Code::COMPUTED)).collect())
    }

    /// Where a property goes that a client writes through a stream; `None`: it cannot.
    fn stream_target(_object: &Object<P, Self>, _provider: &P) -> Result<Option<Box<dyn StreamTarget<P>>>> {
        Ok(None)
    }

    /// `IMAPIProp::SaveChanges`, its flags checked.
    fn save(object: &Object<P, Self>, provider: &P, _flags: u32) -> Result<()> {
        if !Self::is_writable(object) {
            return Err(opened_for_reading());
        }
        Self::with_own(object, provider, |own| own.save(provider))
    }

    /// Tells of properties that a client has changed, where that is at once.
    fn changed(_object: &Object<P, Self>, _provider: &P) {}

    /// Opens a property that is an object, or a table; `None` if it is neither.
    fn open_property(
        _object: &Object<P, Self>,
        _provider: &P,
        _asked: &Asked,
        _out: Out<'_, *mut c_void>,
    ) -> Result<Option<Code>> {
        Ok(None)
    }

    /// The value of one property, whether the author or the runtime gives it.
    fn read(object: &Object<P, Self>, provider: &P, tag: PropTag) -> Result<PropValue> {
        match Self::with_own(object, provider, |own| own.get(provider, tag)) {
            Err(error) if error.code() == Code::NOT_FOUND => {}
            own => return own,
        }
        prop_object::read_one(&Lent { object, provider }, tag)
    }
}

/// Adds those that are not among them.
fn add_missing(tags: &mut Vec<PropTag>, more: &[PropTag]) {
    for tag in more {
        if !tags.iter().any(|other| other.id() == tag.id()) {
            tags.push(*tag);
        }
    }
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
        let mut tags = Vec::new();
        R::given(self.object).tags().for_each(|tag| tags.push(tag));
        add_missing(&mut tags, &self.own_tags()?);
        add_missing(&mut tags, &R::derived_tags(self.object, self.provider)?);
        Ok(tags)
    }

    fn give(&self, wanted: &mut Wanted<'_>) -> Result<()> {
        let list = R::given(self.object);
        while let Some(tag) = wanted.next_place() {
            if let Some((given, answer)) = list.find(tag) {
                answer(self.object, self.provider, *given, wanted);
            }
        }
        if wanted.is_complete() {
            return Ok(());
        }
        let provider = self.provider;
        R::with_own(self.object, provider, |own| wanted.ask(|wanted| own.get_many(provider, wanted)))?;
        if let Some(misfit) = wanted.take_misfit() {
            self.object.logon.link.host.log(Level::Error, &misfit);
        }
        if wanted.is_complete() {
            return Ok(());
        }
        R::derive(self.object, provider, wanted)
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
        R::refusals(self.object, self.provider, tags)
    }

    fn names(&self) -> Option<&dyn NameMap> {
        (P::CALLBACKS.names)(self.provider)
    }

    /// PROP-105: also on an object that was opened for reading, but not in a store that was.
    fn may_add_names(&self) -> bool {
        self.object.logon.is_writable
    }

    fn set(&mut self, changes: Vec<Property>) -> Result<()> {
        R::with_own(self.object, self.provider, |own| own.set(self.provider, &changes))?;
        R::changed(self.object, self.provider);
        Ok(())
    }

    fn delete(&mut self, tags: &[PropTag]) -> Result<()> {
        R::with_own(self.object, self.provider, |own| own.remove(self.provider, tags))?;
        R::changed(self.object, self.provider);
        Ok(())
    }
}

impl<P: Provider, R: Source<P>> PropObject for Object<P, R> {
    fn with_properties(this: Receiver<'_, Self>, work: &mut dyn Work) -> Code {
        this.call(|provider| work.run(&mut Lent { object: &this, provider }))
    }

    fn copy(this: Receiver<'_, Self>, call: &CopyCall<'_>) -> Code {
        this.call(|_| copy::copy(&this, call))
    }

    fn last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        get_last_error(this, code, flags, error)
    }

    fn open(
        this: Receiver<'_, Self>,
        tag: PropTag,
        interface: Option<&Iid>,
        options: u32,
        flags: u32,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        this.call(|provider| {
            let out = opened.needed()?;
            let interface = *interface.ok_or(Code::INVALID_PARAMETER)?;
            if tag.kind() == PT_UNSPECIFIED {
                return Err(Code::INVALID_PARAMETER.into()); // PROP-30
            }
            only(flags, MAPI_CREATE | MAPI_MODIFY | MAPI_DEFERRED_ERRORS)?;
            let asked = Asked { tag, interface, options, flags };
            match R::open_property(&this, provider, &asked, out)? {
                Some(code) => Ok(code),
                None => open_property::open_stream(&this, provider, &asked, out),
            }
        })
    }

    fn save(this: Receiver<'_, Self>, flags: u32) -> Code {
        this.call(|provider| {
            only(flags, KEEP_OPEN | FORCE_SAVE | MAPI_DEFERRED_ERRORS | IGNORED)?;
            if flags & KEEP_OPEN == KEEP_OPEN {
                return Err(Code::INVALID_PARAMETER.into()); // PROP-73
            }
            R::save(&this, provider, flags).map(|()| Code::OK)
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
