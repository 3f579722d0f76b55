//! What of an object is copied: all but some properties, or some alone; and through which
//! interfaces (PROP-81 to PROP-84).

use crate::foreign::Props;
use provider_abi::error::{Error, Result};
use provider_abi::requested::tag_list;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{PROP_ID_SECURE_MAX, PROP_ID_SECURE_MIN, PT_OBJECT};
use provider_abi::shapes::iid::*;
use provider_abi::shapes::param::In;
use provider_abi::shapes::structs::SPropTagArray;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// Which properties of an object are copied. Ids count, types do not (PROP-1).
#[derive(Clone, Debug)]
pub(crate) enum Scope {
    /// All but these (PROP-82).
    Without(Vec<PropTag>),
    /// These (PROP-84).
    Only(Vec<PropTag>),
}

/// What every destination makes itself, so that it is never copied (PROP-89, FOLD-44, FOLD-50).
const COMPUTED: [PropTag; 26] = [
    tags::ENTRYID,
    tags::RECORD_KEY,
    tags::INSTANCE_KEY,
    tags::STORE_ENTRYID,
    tags::STORE_RECORD_KEY,
    tags::STORE_SUPPORT_MASK,
    tags::STORE_STATE,
    tags::PARENT_ENTRYID,
    tags::OBJECT_TYPE,
    tags::ACCESS,
    tags::ACCESS_LEVEL,
    tags::MAPPING_SIGNATURE,
    tags::MESSAGE_SIZE,
    tags::HASATTACH,
    tags::ATTACH_NUM,
    tags::ATTACH_SIZE,
    tags::ROWID,
    tags::MSG_STATUS,
    tags::SUBMIT_FLAGS,
    tags::CONTENT_COUNT,
    tags::CONTENT_UNREAD,
    tags::ASSOC_CONTENT_COUNT,
    tags::SUBFOLDERS,
    tags::FOLDER_TYPE,
    tags::CONTAINER_FLAGS,
    tags::DISPLAY_TYPE,
];

impl Scope {
    /// Everything.
    pub(crate) fn whole() -> Self {
        Self::Without(Vec::new())
    }

    /// Whether a property is copied, as far as the caller has a say.
    pub(crate) fn has(&self, tag: PropTag) -> bool {
        let named = |tags: &[PropTag]| tags.iter().any(|other| other.id() == tag.id());
        match self {
            Self::Without(tags) => !named(tags),
            Self::Only(tags) => named(tags),
        }
    }

    /// The tags of an object's values that are copied; secure ones only by name (PROP-4).
    ///
    /// # Errors
    /// What the object's list comes to.
    pub(super) fn tags_of(&self, object: &Props<'_>) -> Result<Vec<PropTag>> {
        let is_secure = |tag: &PropTag| (PROP_ID_SECURE_MIN..=PROP_ID_SECURE_MAX).contains(&tag.id());
        let mut tags = match self {
            Self::Without(_) => {
                let mut all = object.list()?;
                all.retain(|tag| self.has(*tag) && !is_secure(tag));
                all
            }
            Self::Only(tags) => tags.clone(),
        };
        tags.retain(|tag| {
            let is_computed = COMPUTED.iter().any(|computed| computed.id() == tag.id());
            !is_computed && tag.id() != 0 && tag.kind() != PT_OBJECT && *tag != tags::NULL
        });
        Ok(tags)
    }
}

/// The interfaces that matter to a copy, each with those that it is derived from.
const KNOWN: [(Iid, &[Iid]); 9] = [
    (IID_IMAPIProp, &[IID_IUnknown]),
    (IID_IMessage, &[IID_IMAPIProp, IID_IUnknown]),
    (IID_IAttachment, &[IID_IMAPIProp, IID_IUnknown]),
    (IID_IMsgStore, &[IID_IMAPIProp, IID_IUnknown]),
    (IID_IMailUser, &[IID_IMAPIProp, IID_IUnknown]),
    (IID_IMAPIContainer, &[IID_IMAPIProp, IID_IUnknown]),
    (IID_IMAPIFolder, &[IID_IMAPIContainer, IID_IMAPIProp, IID_IUnknown]),
    (IID_IABContainer, &[IID_IMAPIContainer, IID_IMAPIProp, IID_IUnknown]),
    (IID_IDistList, &[IID_IMAPIContainer, IID_IMAPIProp, IID_IUnknown]),
];

/// The interfaces that both objects have and nobody has excluded, with themselves or with what they
/// are derived from (PROP-83).
///
/// # Errors
/// `MAPI_E_INTERFACE_NOT_SUPPORTED` if none is left.
pub(super) fn in_common(from: &Props<'_>, to: &Props<'_>, excluded: &[Iid]) -> Result<Vec<Iid>> {
    let is_free = |(iid, bases): &&(Iid, &[Iid])| !excluded.iter().any(|out| out == iid || bases.contains(out));
    let both = KNOWN.iter().filter(is_free).map(|(iid, _)| *iid).filter(|iid| from.has(*iid) && to.has(*iid));
    let both: Vec<_> = both.collect();
    if both.is_empty() {
        return Err(Error::new(Code::INTERFACE_NOT_SUPPORTED, "no interface is left that both objects have"));
    }
    Ok(both)
}

/// The tags of an argument; `None` for a null pointer.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a list without tags (PROP-82, PROP-84), with PR_NULL in it, or
/// longer than there are ids.
pub(crate) fn read_tags(list: In<'_, SPropTagArray>) -> Result<Option<Vec<PropTag>>> {
    let tags = tag_list(list)?.map(<[PropTag]>::to_vec);
    if tags.as_ref().is_some_and(|tags| tags.contains(&tags::NULL)) {
        return Err(Error::new(Code::INVALID_PARAMETER, "PR_NULL in a list of tags"));
    }
    Ok(tags)
}
