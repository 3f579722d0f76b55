//! Property tags that know the type of their values, so that a value of another type is refused by
//! the compiler. The tags themselves are in `tags.rs`, plain numbers in `shapes/`.

use crate::error::Code;
use crate::prop_value::PropValue;
use crate::shapes::flag::*;
use crate::shapes::iid::Iid;
use crate::shapes::tag::PropTag;
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
pub struct Tag<T: ?Sized> {
    id: u16,
    values: PhantomData<fn() -> *const T>,
}

impl<T: ?Sized> Tag<T> {
    /// The tag of the property with this identifier: of a property that a provider has of its own,
    /// or of a named one, whose identifier is known at run time alone.
    #[inline]
    pub const fn new(id: u16) -> Self {
        Self { id, values: PhantomData }
    }

    /// The identifier.
    #[inline]
    pub const fn id(self) -> u16 {
        self.id
    }
}

impl<T: TagType + ?Sized> Tag<T> {
    /// The plain tag; text is Unicode.
    #[inline]
    pub const fn tag(self) -> PropTag {
        PropTag::new(self.id, T::KIND)
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
    ($($type:ty = $kind:ident, given as $($value:ty),+;)+) => { $(
        impl TagType for $type {
            const KIND: u16 = $kind;
        }
        $(impl ValueFor<Tag<$type>> for $value {})+
    )+ };
}
tag_types! {
    i16 = PT_I2, given as i16;
    i32 = PT_LONG, given as i32, u32;
    f32 = PT_R4, given as f32;
    f64 = PT_DOUBLE, given as f64;
    Currency = PT_CURRENCY, given as Currency;
    AppTime = PT_APPTIME, given as AppTime;
    bool = PT_BOOLEAN, given as bool;
    Object = PT_OBJECT, given as Object;
    i64 = PT_I8, given as i64;
    str = PT_UNICODE, given as &str, String;
    SystemTime = PT_SYSTIME, given as SystemTime;
    [u8; 16] = PT_CLSID, given as [u8; 16], Iid;
    [u8] = PT_BINARY, given as &[u8], Vec<u8>;
    [i16] = PT_MV_I2, given as Vec<i16>;
    [i32] = PT_MV_LONG, given as Vec<i32>;
    [i64] = PT_MV_I8, given as Vec<i64>;
    [String] = PT_MV_UNICODE, given as Vec<String>;
    [[u8; 16]] = PT_MV_CLSID, given as Vec<[u8; 16]>;
    [Vec<u8>] = PT_MV_BINARY, given as Vec<Vec<u8>>;
}
