//! `IMAPIProp::OpenProperty`: streams over values, tables, and objects inside objects (PROP-30 to
//! PROP-44). Writing through streams is not there yet.

use super::content::{Content, NewObject, Opens, TableKind, with_content};
use super::given::Asked;
use super::prop::Source;
use super::stream;
use super::table::open_kind;
use crate::logon::kind::Provider;
use crate::logon::object::{Object, OpenedObject, Origin, Role};
use crate::logon::object_key::ObjectKey;
use crate::logon::open_value::StreamBytes;
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
    if asked.flags & (MAPI_CREATE | MAPI_MODIFY) != 0 {
        let error = Error::new(Code::NO_ACCESS, "a stream is for reading");
        return Err(if R::is_writable(object) { error } else { opened_for_reading() });
    }
    let tag = asked.tag.with_kind(as_unicode(asked.tag.kind()));
    let large = R::with_own(object, provider, |own| own.large(provider, tag))?;
    let bytes = match large {
        Some(large) => StreamBytes::Large(large),
        None => {
            let value = R::read(object, provider, tag)?;
            StreamBytes::Held(stream_bytes(value, asked.tag.kind()).ok_or(Code::NOT_FOUND)?)
        }
    };
    let parent = object.role.shape().name;
    let origin = Origin { method: "OpenProperty", parent, entry: &[][..] };
    let made = object.logon.add_opened(stream::value(bytes), stream::shape::<P>(), ObjectKey::None, false, &origin);
    out.write(interface(made, 0));
    Ok(Code::OK)
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
    if asked.flags & (MAPI_CREATE | MAPI_MODIFY) != 0 {
        return Err(opened_for_reading());
    }
    let content = with_content(object, provider, |content| content.open_object(provider, asked.tag))?;
    let interface = Some(asked.interface);
    let new = NewObject { key: ObjectKey::None, is_writable: false, interface, method: "OpenProperty" };
    let (_, made) = new.make(&object.logon, object.role.shape().name, &[], content)?;
    out.write(made);
    Ok(Some(Code::OK))
}
