//! `IMAPIFolder`, and what a store's opened objects are. `IMAPIContainer`, which is inside it, is
//! in `shared/container.rs`.

use super::object::entry_id;
use crate::bridge::shared::container::{Content, OpenRequest, entry};
use crate::bridge::shared::prop::Given;
use crate::logon::object::{OpenedObject, OpenedRole, Shape};
use crate::logon::state::LogonState;
use crate::provider::{Opened, Properties, StoreProvider, Table};
use provider_abi::error::{Code, Result};
use provider_abi::interfaces::imapi_folder::{self, IMAPIFolder};
use provider_abi::interfaces::imessage;
use provider_abi::shapes::flag::{MAPI_FOLDER, MAPI_MESSAGE};
use provider_abi::shapes::iid::{IID_IMAPIContainer, IID_IMAPIFolder, IID_IMAPIProp, IID_IMessage, Iid};
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::sync::Arc;

const FOLDER: &[Iid] = &[IID_IMAPIFolder, IID_IMAPIContainer, IID_IMAPIProp];
const MESSAGE: &[Iid] = &[IID_IMessage, IID_IMAPIProp];

impl<P: StoreProvider> IMAPIFolder for OpenedObject<P> {}

impl<P: StoreProvider> Content<P> for Opened<P> {
    const GIVEN: &'static [Given<P, OpenedRole<P>>] = &[
        (tags::OBJECT_TYPE, |object, _, tag, wanted| wanted.put(tag, object.role.shape.kind)),
        (tags::STORE_ENTRYID, |object, _, tag, wanted| wanted.binary(tag, entry_id(&object.logon))),
        (tags::STORE_RECORD_KEY, |object, _, tag, wanted| wanted.binary(tag, &object.logon.kind_state.key)),
        (tags::MDB_PROVIDER, |_, _, tag, wanted| wanted.binary(tag, P::UID.bytes())),
        (tags::ACCESS_LEVEL, |object, _, tag, wanted| wanted.put(tag, u32::from(object.role.is_writable))),
        (tags::RECORD_KEY, |object, _, tag, wanted| entry(object, tag, wanted)),
        (tags::ENTRYID, |object, _, tag, wanted| entry(object, tag, wanted)),
    ];

    fn open(logon: &Arc<LogonState<P>>, provider: &P, request: &OpenRequest<'_>) -> Result<(u32, *mut c_void)> {
        request.make_object(logon, provider.open(request.entry, request.access)?)
    }

    fn shape(&self) -> &'static Shape {
        match self {
            Self::Folder(_) => {
                const { &Shape::of(MAPI_FOLDER, "folder", FOLDER, const { &imapi_folder::vtable::<OpenedObject<P>, 0>() }) }
            }
            Self::Message(_) => {
                const { &Shape::of(MAPI_MESSAGE, "message", MESSAGE, const { &imessage::vtable::<OpenedObject<P>, 0>() }) }
            }
        }
    }

    fn properties(&self) -> &dyn Properties<P> {
        match self {
            Self::Folder(folder) => &**folder,
            Self::Message(message) => &**message,
        }
    }

    fn contents(&self, provider: &P) -> Result<Table> {
        match self {
            Self::Folder(folder) => folder.contents(provider),
            Self::Message(_) => Err(Code::NO_SUPPORT.into()),
        }
    }

    fn hierarchy(&self, provider: &P) -> Result<Table> {
        match self {
            Self::Folder(folder) => folder.hierarchy(provider),
            Self::Message(_) => Err(Code::NO_SUPPORT.into()),
        }
    }
}
