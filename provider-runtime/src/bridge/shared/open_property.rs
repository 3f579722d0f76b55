//! `IMAPIProp::OpenProperty`: streams over values, tables, and objects inside objects (PROP-30 to
//! PROP-44).

use super::content::{Content, NewObject, Opens, TableKind, with_content};
use super::given::Asked;
use super::prop::Source;
use super::stream;
use super::table::open_kind;
use crate::draft::{WrittenProperty, io_error, spooled};
use crate::logon::kind::Provider;
use crate::logon::object::{Object, OpenedObject, Origin, Role};
use crate::logon::object_key::ObjectKey;
use crate::logon::open_value::StreamBytes;
use crate::provider::Spooled;
use provider_abi::class::interface;
use provider_abi::error::{Error, Result};
use provider_abi::large_value::stream_bytes;
use provider_abi::prop_object::opened_for_reading;
use provider_abi::requested::as_unicode;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPITable, IID_ISequentialStream, IID_IStream};
use provider_abi::shapes::param::Out;
use std::ffi::c_void;

/// What every object with properties can open: a stream over a value.
pub(super) fn open_stream<P: Provider, R: Source<P>>(
    object: &Object<P, R>,
    provider: &P,
    asked: &Asked,
    out: Out<'_, *mut c_void>,
) -> Result<Code> {
    let is_stream = [IID_IStream, IID_ISequentialStream].contains(&asked.interface);
    if !is_stream || ![PT_BINARY, PT_UNICODE, PT_STRING8].contains(&asked.tag.kind()) {
        return Err(Code::INTERFACE_NOT_SUPPORTED.into()); // PROP-32
    }
    let writes = asked.flags & (MAPI_CREATE | MAPI_MODIFY) != 0;
    let bytes = if writes { written(object, provider, asked)? } else { stored(object, provider, asked)? };
    let parent = object.role.shape().name;
    let origin = Origin { method: "OpenProperty", parent, entry: &[][..] };
    let made = object.logon.add_opened(stream::value(bytes), stream::shape::<P>(), ObjectKey::None, writes, &origin);
    out.write(interface(made, 0));
    Ok(Code::OK)
}

/// The value as it is.
fn stored<P: Provider, R: Source<P>>(object: &Object<P, R>, provider: &P, asked: &Asked) -> Result<StreamBytes<P>> {
    let tag = asked.tag.with_kind(as_unicode(asked.tag.kind()));
    Ok(match R::with_own(object, provider, |own| own.large(provider, tag))? {
        Some(large) => StreamBytes::Large(large),
        None => {
            let value = R::read(object, provider, tag)?;
            StreamBytes::Held(stream_bytes(value, asked.tag.kind()).ok_or(Code::NOT_FOUND)?)
        }
    })
}

/// The value for writing: as it is, or empty if the client makes it (PROP-36, PROP-37).
fn written<P: Provider, R: Source<P>>(object: &Object<P, R>, provider: &P, asked: &Asked) -> Result<StreamBytes<P>> {
    if !R::is_writable(object) {
        return Err(opened_for_reading());
    }
    if R::refusals(object, provider, &[asked.tag])? != [None] {
        return Err(Error::new(Code::NO_ACCESS, "the property is computed"));
    }
    let target = R::stream_target(object, provider)?;
    let target = target.ok_or_else(|| Error::new(Code::NO_ACCESS, "a stream is for reading"))?;
    let makes = asked.flags & MAPI_CREATE != 0;
    let before = if makes { StreamBytes::Held(Vec::new()) } else { stored(object, provider, asked)? };
    let tag = asked.tag.with_kind(as_unicode(asked.tag.kind()));
    let bytes = match before {
        StreamBytes::Held(bytes) => Spooled::of(bytes).map_err(io_error)?,
        StreamBytes::Large(large) => spooled(&*large, provider)?,
        StreamBytes::Written(_) => return Err(Code::CALL_FAILED.into()),
    };
    Ok(StreamBytes::Written(Box::new(WrittenProperty::new(target, tag, asked.tag.kind(), bytes, makes))))
}

/// What an opened object can open beside streams: `None` if it is none of these.
pub(super) fn open<P: Opens>(
    object: &OpenedObject<P>,
    provider: &P,
    asked: &Asked,
    out: Out<'_, *mut c_void>,
) -> Result<Option<Code>> {
    if asked.tag.kind() != PT_OBJECT {
        return Ok(None);
    }
    if let Some(kind) = TableKind::of_property(asked.tag) {
        if asked.interface != IID_IMAPITable {
            return Err(Code::INTERFACE_NOT_SUPPORTED.into());
        }
        // An object without that table does not have that property.
        let opened = open_kind(object, provider, kind, asked.options & MAPI_UNICODE, "OpenProperty", out);
        return match opened {
            Err(error) if error.code() == Code::NO_SUPPORT => Err(Code::NOT_FOUND.into()),
            opened => opened.map(Some),
        };
    }
    let writes = asked.flags & (MAPI_CREATE | MAPI_MODIFY) != 0;
    if writes && !object.role.is_writable {
        return Err(opened_for_reading());
    }
    let makes = asked.flags & MAPI_CREATE != 0;
    let content = with_content(object, provider, |content| content.open_object(provider, asked.tag, makes))?;
    let interface = Some(asked.interface);
    let new = NewObject { key: ObjectKey::None, is_writable: writes, interface, method: "OpenProperty" };
    let (_, made) = new.make(&object.logon, object.role.shape().name, &[], content)?;
    out.write(made);
    Ok(Some(Code::OK))
}
