//! What a Rust type of the shapes is in the tables' notation, and how `repr(C)` lays it out:
//! computed here from the field types, for 64-bit and for 32-bit Windows, whatever machine this
//! runs on.

use crate::source::{Declared, Shape, name_in_header};
use syn::{GenericArgument, PathArguments, Type};

/// Size and alignment, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    pub size: u64,
    pub align: u64,
}

impl Layout {
    /// Of a number or pointer: as large as it is aligned, 8-byte numbers on 32-bit Windows too.
    fn number(size: u64) -> Self {
        Self { size, align: size }
    }
}

/// A path's last name, and the type in angle brackets after it.
fn named(kind: &syn::TypePath) -> (String, Option<&Type>) {
    let last = kind.path.segments.last().unwrap();
    let inner = match &last.arguments {
        PathArguments::AngleBracketed(inner) => inner.args.first(),
        _ => None,
    };
    let inner = inner.and_then(|inner| if let GenericArgument::Type(inner) = inner { Some(inner) } else { None });
    (last.ident.to_string(), inner)
}

fn length(array: &syn::TypeArray) -> u64 {
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(length), .. }) = &array.len else {
        panic!("an array's length that is no number");
    };
    length.base10_parse().unwrap()
}

/// The one field of a struct that is a number or pointer with a name.
fn newtype(shape: &Shape) -> Option<&Type> {
    shape.fields.first().filter(|field| field.name.is_empty()).map(|field| &field.kind)
}

impl Declared {
    /// `*` for each pointer, then what is behind them; struct names as in the header.
    pub fn notation(&self, kind: &Type) -> String {
        match kind {
            Type::Ptr(pointer) => format!("*{}", self.notation(&pointer.elem)),
            Type::Array(array) => format!("{}[{}]", self.notation(&array.elem), length(array)),
            Type::Path(path) => match named(path) {
                (name, Some(inner)) if name == "In" || name == "Out" => format!("*{}", self.notation(inner)),
                (name, Some(inner)) if name == "Option" => self.notation(inner),
                (name, _) if name == "c_void" => "void".to_owned(),
                (name, _) => match (self.functions.get(&name), self.shapes.get(&name)) {
                    (Some((doc, _)), _) => format!("*fn:{}", name_in_header(doc)),
                    (None, Some(shape)) => match newtype(shape) {
                        Some(inner) => self.notation(inner),
                        None => name_in_header(&shape.doc).to_owned(),
                    },
                    (None, None) => name,
                },
            },
            _ => "a type that no header has".to_owned(),
        }
    }

    /// Size and alignment of a type where pointers have `word` bytes.
    pub fn layout(&self, kind: &Type, word: u64) -> Layout {
        match kind {
            Type::Ptr(_) | Type::FnPtr(_) => Layout::number(word),
            Type::Array(array) => {
                let element = self.layout(&array.elem, word);
                Layout { size: element.size * length(array), ..element }
            }
            Type::Path(path) => match named(path) {
                (name, Some(inner)) if name == "Option" => {
                    assert_eq!(
                        self.layout(inner, word),
                        Layout::number(word),
                        "Option of something that is no pointer"
                    );
                    Layout::number(word)
                }
                (name, _) => self.layout_by_name(&name, word),
            },
            _ => panic!("a type that has no layout in C"),
        }
    }

    fn layout_by_name(&self, name: &str, word: u64) -> Layout {
        match name {
            "u8" | "i8" => Layout::number(1),
            "u16" | "i16" => Layout::number(2),
            "u32" | "i32" | "f32" => Layout::number(4),
            "u64" | "i64" | "f64" => Layout::number(8),
            "usize" | "isize" => Layout::number(word),
            _ => match (self.functions.get(name), self.shapes.get(name)) {
                (Some((_, function)), _) => self.layout(function, word),
                (None, Some(shape)) => self.placed(shape, word).1,
                (None, None) => panic!("nothing is called {name}"),
            },
        }
    }

    /// Where each field of a struct or union begins, and the whole.
    pub fn placed(&self, shape: &Shape, word: u64) -> (Vec<u64>, Layout) {
        let mut offsets = Vec::new();
        let mut end = 0_u64;
        let mut whole = Layout { size: 0, align: 1 };
        for field in &shape.fields {
            let layout = self.layout(&field.kind, word);
            let offset = if shape.is_union { 0 } else { end.next_multiple_of(layout.align) };
            offsets.push(offset);
            end = end.max(offset + layout.size);
            whole.align = whole.align.max(layout.align);
        }
        whole.size = end.next_multiple_of(whole.align);
        (offsets, whole)
    }
}
