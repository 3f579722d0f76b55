//! The Rust sources of the binary interface: their text, with mistakes put in where a test wants
//! some, and what they declare.

use crate::tables::root;
use std::collections::BTreeMap;
use std::fs;

/// No interfaces of MAPI's, and what declares no shape.
const OTHERS: [&str; 5] = ["istream.rs", "layout.rs", "layout_checks.rs", "mod.rs", "provider_log.rs"];

/// The types of arguments, beside the folder of the shapes: what is read and written through them
/// is there, too.
const ARGUMENTS: &str = "param.rs";

/// Each file's text by its name.
pub struct Sources(BTreeMap<String, String>);

impl Sources {
    pub fn read() -> Self {
        let folder = root().join("provider-runtime/abi/src/shapes");
        let paths = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let files = paths.map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        });
        let files = files.filter(|(name, _)| !OTHERS.contains(&&**name));
        let mut files: BTreeMap<_, _> = files.collect();
        // The types of arguments, which are more than shapes.
        files.insert(ARGUMENTS.into(), fs::read_to_string(folder.join("..").join(ARGUMENTS)).unwrap());
        assert!(files.len() > 30, "only {} files found", files.len());
        Self(files)
    }

    /// Puts `to` where `from` stands first in a file.
    pub fn put(&mut self, file: &str, from: &str, to: &str) {
        let text = self.0.get_mut(file).unwrap();
        assert!(text.contains(from), "{file}: no {from}");
        *text = text.replacen(from, to, 1);
    }

    /// Drops a file: reading the larger ones takes a while.
    pub fn without(mut self, file: &str) -> Self {
        self.0.remove(file);
        self
    }

    pub fn declared(&self) -> Declared {
        let mut declared = Declared::default();
        for (file, text) in &self.0 {
            let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            parsed.items.iter().for_each(|item| declared.item(file, item));
        }
        declared
    }
}

/// A struct or a union.
pub struct Shape {
    pub file: String,
    pub doc: String,
    pub is_union: bool,
    pub fields: Vec<Field>,
}

/// A field; one of a tuple has no name.
pub struct Field {
    pub name: String,
    pub doc: String,
    pub kind: syn::Type,
}

/// A constant: its type, and its value as source.
pub struct Constant {
    pub file: String,
    pub name: String,
    pub doc: String,
    pub kind: syn::Type,
    pub value: syn::Expr,
}

/// What the files declare.
#[derive(Default)]
pub struct Declared {
    pub shapes: BTreeMap<String, Shape>,
    /// Function types: the comment, and the type.
    pub functions: BTreeMap<String, (String, syn::Type)>,
    pub constants: Vec<Constant>,
    /// Arms of `Code::name`: the constant, and the name.
    pub code_names: Vec<(String, String)>,
    /// What must not be in these files, whatever the tables say.
    pub faults: Vec<String>,
}

impl Declared {
    fn item(&mut self, file: &str, item: &syn::Item) {
        match item {
            syn::Item::Struct(item) if file == ARGUMENTS && item.ident == "NullPointer" => {}
            syn::Item::Impl(_) | syn::Item::Trait(_) | syn::Item::Macro(_) | syn::Item::Fn(_) if file == ARGUMENTS => {}
            syn::Item::Struct(item) => self.shape(file, &item.ident, &item.attrs, false, item.fields.iter()),
            syn::Item::Union(item) => self.shape(file, &item.ident, &item.attrs, true, item.fields.named.iter()),
            syn::Item::Type(item) => {
                self.functions.insert(item.ident.to_string(), (doc(&item.attrs), (*item.ty).clone()));
            }
            syn::Item::Const(item) => {
                self.constant(file, &item.ident, &item.attrs, (*item.ty).clone(), (*item.expr).clone());
            }
            syn::Item::Impl(item) => item.items.iter().for_each(|inner| self.inner(file, inner)),
            syn::Item::Use(item) if renames(&item.tree) => {
                self.faults.push(format!("{file}: a name is imported as another one"));
            }
            syn::Item::Use(_) => {}
            _ => self.faults.push(format!("{file}: something that is no shape")),
        }
    }

    fn shape<'a>(
        &mut self,
        file: &str,
        name: &syn::Ident,
        attributes: &[syn::Attribute],
        is_union: bool,
        fields: impl Iterator<Item = &'a syn::Field>,
    ) {
        let repr = attributes.iter().find(|attribute| attribute.path().is_ident("repr"));
        let repr = repr.map(|attribute| attribute.meta.require_list().unwrap().tokens.to_string());
        // A marker of a lifetime takes no room.
        let is_marker = |field: &&syn::Field| matches!(&field.ty, syn::Type::Path(path) if path.path.segments.iter().any(|part| part.ident == "PhantomData"));
        let fields: Vec<_> = fields.filter(|field| !is_marker(field)).collect();
        let is_plain = match repr.as_deref() {
            Some("C") => true,
            Some("transparent") => fields.len() == 1,
            _ => false,
        };
        let is_hidden = |field: &&syn::Field| field.attrs.iter().any(|attribute| !attribute.path().is_ident("doc"));
        if !is_plain || fields.iter().any(is_hidden) {
            self.faults.push(format!("{file}: {name} is not laid out as in C, or not in every build"));
        }
        let fields = fields.iter().map(|field| Field {
            name: field.ident.as_ref().map(ToString::to_string).unwrap_or_default(),
            doc: doc(&field.attrs),
            kind: field.ty.clone(),
        });
        let shape = Shape { file: file.to_owned(), doc: doc(attributes), is_union, fields: fields.collect() };
        if self.shapes.insert(name.to_string(), shape).is_some() {
            self.faults.push(format!("{file}: a second {name}"));
        }
    }

    fn constant(
        &mut self,
        file: &str,
        name: &syn::Ident,
        attributes: &[syn::Attribute],
        kind: syn::Type,
        value: syn::Expr,
    ) {
        let file = file.to_owned();
        let name = name.to_string();
        self.constants.push(Constant { file, name, doc: doc(attributes), kind, value });
    }

    fn inner(&mut self, file: &str, item: &syn::ImplItem) {
        match item {
            syn::ImplItem::Const(item) => {
                self.constant(file, &item.ident, &item.attrs, item.ty.clone(), item.expr.clone());
            }
            syn::ImplItem::Fn(item) if file == "codes.rs" && item.sig.ident == "name" => {
                let Some(syn::Stmt::Expr(syn::Expr::Match(found), None)) = item.block.stmts.first() else {
                    panic!("Code::name is no match");
                };
                self.code_names = found.arms.iter().filter_map(arm).collect();
            }
            _ => {}
        }
    }
}

fn renames(tree: &syn::UseTree) -> bool {
    match tree {
        syn::UseTree::Path(path) => renames(&path.tree),
        syn::UseTree::Group(group) => group.items.iter().any(renames),
        syn::UseTree::Rename(_) => true,
        _ => false,
    }
}

/// `Self::CODE => Some("MAPI_E_CODE")`.
fn arm(arm: &syn::Arm) -> Option<(String, String)> {
    let syn::Pat::Path(code) = &arm.pat else { return None };
    let syn::Expr::Call(some) = &*arm.body else { return None };
    let Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. })) = some.args.first() else { return None };
    Some((code.path.segments.last()?.ident.to_string(), name.value()))
}

/// The comment above an item, as one line.
fn doc(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// The header's name of an item: its comment begins with it.
pub fn name_in_header(doc: &str) -> &str {
    doc.strip_prefix('`').and_then(|rest| rest.split('`').next()).unwrap_or_default()
}
