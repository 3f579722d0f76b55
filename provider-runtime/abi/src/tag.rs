//! Property tags that know the type of their values, so that a value of another type is refused by
//! the compiler. The tags themselves are in `tags.rs`, plain numbers in `shapes/`.

use crate::error::Code;
use crate::prop_value::PropValue;
use crate::shapes::flag::*;
use crate::shapes::iid::Iid;
use crate::shapes::tag::PropTag;
use crate::tags::KNOWN;
use core::fmt;
use core::marker::PhantomData;
use std::time::SystemTime;

/// A property tag whose values are of type `T`: `str`, `i32` (`PT_LONG`, which takes a `u32`, too),
/// `bool`, `[u8]`, [`SystemTime`], `[String]` and so on.
///
/// [`tags`](crate::tags) has MAPI's own. A provider's own has an identifier from 0x6600 to 0x67FF:
///
/// ```
/// use provider_runtime::prelude::*;
///
/// const COLOUR: Tag<str> = Tag::new(0x6605);
/// assert_eq!(Property::new(COLOUR, "red").tag, COLOUR);
/// ```
///
/// Where a tag stands without a value, in lists of columns and in patterns, it is a [`PropTag`]:
/// `tags::SUBJECT::ID`, or `COLOUR.tag()`.
pub struct Tag<T: ?Sized>(pub(crate) u16, pub(crate) PhantomData<fn() -> *const T>);

impl<T: ?Sized> Tag<T> {
    /// The tag of the property with this identifier: of a property that a provider has of its own,
    /// or of a named one, whose identifier is known at run time alone.
    #[inline]
    pub const fn new(id: u16) -> Self
    where
        T: TagType,
    {
        Self(id, PhantomData)
    }

    /// The identifier.
    #[inline]
    pub const fn id(self) -> u16 {
        self.0
    }
}

impl<T: TagType + ?Sized> Tag<T> {
    /// The plain tag; text is Unicode.
    #[inline]
    pub const fn tag(self) -> PropTag {
        PropTag::new(self.0, T::KIND)
    }
}

impl<T: ?Sized> Clone for Tag<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Tag<T> {}

impl<T: TagType + ?Sized> fmt::Debug for Tag<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.tag(), f)
    }
}

impl<T: TagType + ?Sized> From<Tag<T>> for PropTag {
    #[inline]
    fn from(tag: Tag<T>) -> Self {
        tag.tag()
    }
}

impl<T: TagType + ?Sized> PartialEq<Tag<T>> for PropTag {
    #[inline]
    fn eq(&self, tag: &Tag<T>) -> bool {
        *self == tag.tag()
    }
}

/// What a tag's name is as a type: it leads to the plain tag, which may stand in a pattern.
///
/// ```
/// use provider_runtime::prelude::*;
///
/// fn get(tag: PropTag) -> Result<PropValue> {
///     match tag {
///         tags::SUBJECT::ID => Ok("Milk, bread".into()),
///         _ => Err(Code::NOT_FOUND.into()),
///     }
/// }
/// # assert!(get(tags::SUBJECT.tag()).is_ok());
/// ```
#[derive(Debug)]
pub enum TagName<const TAG: u32> {}

impl<const TAG: u32> TagName<TAG> {
    /// The plain tag; text is Unicode.
    pub const ID: PropTag = PropTag(TAG);
}

/// The values of a tag: which `PT_*` type they are.
#[diagnostic::on_unimplemented(
    message = "no property has values of type `{Self}`",
    label = "not a type of property values",
    note = "text is `Tag<str>`, bytes are `Tag<[u8]>`, `PT_LONG` is `Tag<i32>`, `PT_SYSTIME` is `Tag<SystemTime>`"
)]
pub trait TagType {
    /// The `PT_*` type word; text is `PT_UNICODE`.
    const KIND: u16;
}

/// A tag whose values are `T`, checked by the compiler; or a [`PropTag`], where that shows at run
/// time alone.
#[diagnostic::on_unimplemented(
    message = "the values of `{Self}` are not `{T}`",
    label = "not a tag whose values are `{T}`",
    note = "`Tag<str>` is a tag of text, `Tag<[u8]>` one of bytes"
)]
pub trait TagOf<T: ?Sized>: Into<PropTag> {}

impl<T: TagType + ?Sized> TagOf<T> for Tag<T> {}
impl<T: ?Sized> TagOf<T> for PropTag {}

/// A value for a tag of type `K`.
///
/// With a [`Tag`] the compiler checks that it is of the tag's type. With a [`PropTag`], for tags
/// that are known at run time alone, anything is one: the wrong type is a value that no client
/// finds, and debug builds say so in the log.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for `{K}`",
    label = "not a value for `{K}`",
    note = "`Tag<str>` takes `&str` or `String`, `Tag<[u8]>` takes `&[u8]` or `Vec<u8>`",
    note = "`Tag<i32>` takes `i32` or `u32`: write a length as `u32::try_from(…)`",
    note = "a `PropValue` goes with a plain tag, and is checked when the program runs: `tags::SUBJECT::ID`"
)]
pub trait ValueFor<K>: Into<PropValue> {}

impl<V: Into<PropValue>> ValueFor<PropTag> for V {}

/// Why there is no value.
impl<T: ?Sized> ValueFor<Tag<T>> for Code {}

/// Whether the properties with this identifier that MAPI itself has may have values of this type;
/// of others, any may.
pub(crate) fn is_kind_of(id: u16, kind: u16) -> bool {
    let known = KNOWN.partition_point(|tag| PropTag(*tag).id() < id);
    let mut kinds = KNOWN.iter().skip(known).map(|tag| PropTag(*tag)).take_while(|tag| tag.id() == id).peekable();
    kinds.peek().is_none() || kinds.any(|tag| tag.kind() == kind)
}

/// A value that is an object, to be opened by `OpenProperty` (`PT_OBJECT`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object;

/// An amount of money in ten-thousandths (`PT_CURRENCY`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency(pub i64);

/// A time as days since 30 December 1899 (`PT_APPTIME`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AppTime(pub f64);

macro_rules! tag_types {
    ($($type:ty = $kind:ident),+ $(,)?) => { $(
        impl TagType for $type {
            const KIND: u16 = $kind;
        }
    )+ };
}
tag_types! {
    i16 = PT_I2,
    i32 = PT_LONG,
    f32 = PT_R4,
    f64 = PT_DOUBLE,
    Currency = PT_CURRENCY,
    AppTime = PT_APPTIME,
    bool = PT_BOOLEAN,
    Object = PT_OBJECT,
    i64 = PT_I8,
    str = PT_UNICODE,
    SystemTime = PT_SYSTIME,
    [u8; 16] = PT_CLSID,
    [u8] = PT_BINARY,
    [i16] = PT_MV_I2,
    [i32] = PT_MV_LONG,
    [i64] = PT_MV_I8,
    [String] = PT_MV_UNICODE,
    [[u8; 16]] = PT_MV_CLSID,
    [Vec<u8>] = PT_MV_BINARY,
}

// One by one, because the compiler shows them to authors.
impl ValueFor<Tag<i16>> for i16 {}
impl ValueFor<Tag<i32>> for i32 {}
impl ValueFor<Tag<i32>> for u32 {}
impl ValueFor<Tag<f32>> for f32 {}
impl ValueFor<Tag<f64>> for f64 {}
impl ValueFor<Tag<Currency>> for Currency {}
impl ValueFor<Tag<AppTime>> for AppTime {}
impl ValueFor<Tag<bool>> for bool {}
impl ValueFor<Tag<Object>> for Object {}
impl ValueFor<Tag<i64>> for i64 {}
impl ValueFor<Tag<str>> for &str {}
impl ValueFor<Tag<str>> for String {}
impl ValueFor<Tag<SystemTime>> for SystemTime {}
impl ValueFor<Tag<[u8; 16]>> for [u8; 16] {}
impl ValueFor<Tag<[u8; 16]>> for Iid {}
impl ValueFor<Tag<[u8]>> for &[u8] {}
impl ValueFor<Tag<[u8]>> for Vec<u8> {}
impl ValueFor<Tag<[i16]>> for Vec<i16> {}
impl ValueFor<Tag<[i32]>> for Vec<i32> {}
impl ValueFor<Tag<[i64]>> for Vec<i64> {}
impl ValueFor<Tag<[String]>> for Vec<String> {}
impl ValueFor<Tag<[[u8; 16]]>> for Vec<[u8; 16]> {}
impl ValueFor<Tag<[Vec<u8>]>> for Vec<Vec<u8>> {}
