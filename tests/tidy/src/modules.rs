//! The modules of a package as a graph: which file imports which, where each type is declared, and
//! what is implemented for it where. What is wrong with a graph is said in `tests/structure.rs`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use crate::root;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// A path of modules from the package's root.
pub type ModulePath = Vec<String>;

/// One package's modules.
pub struct Package {
    /// The package's folder, from the project's root.
    pub folder: String,
    /// The files, by their module paths.
    pub files: BTreeMap<ModulePath, File>,
}

/// One file.
pub struct File {
    /// The path from the package's `src`.
    pub path: String,
    /// What it names of the package: paths from the package's root, as far as they were written.
    pub named: BTreeSet<Vec<String>>,
    /// What its `use` declarations bind to names.
    pub bound: BTreeMap<String, Vec<String>>,
    /// The types that it declares; of an alias, what it stands for.
    pub types: BTreeMap<String, Option<String>>,
    /// The types for which it has inherent methods, and how many.
    pub methods: Vec<(String, usize)>,
    /// The types that its free functions take first.
    pub takers: Vec<String>,
    /// `impl Deref`: the type, and what it leads to.
    pub derefs: Vec<(String, String)>,
}

impl Package {
    /// Reads the package in a folder of the project, from its `src/lib.rs` on.
    pub fn read(folder: &str) -> Self {
        let source = root().join(folder).join("src");
        let mut files = BTreeMap::new();
        read_module(&source, &source.join("lib.rs"), Vec::new(), &mut files);
        Self { folder: folder.into(), files }
    }

    /// The file that a path from the root leads to: that of the deepest module on its way.
    pub fn target(&self, path: &[String]) -> Option<&ModulePath> {
        let longest = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        self.files.get_key_value(&path[..longest]).map(|(module, _)| module)
    }

    /// Which files each file imports, itself left out. The root only shows what is in the others:
    /// it needs nothing.
    pub fn imports(&self) -> BTreeMap<&ModulePath, BTreeSet<&ModulePath>> {
        let of = |module: &ModulePath, file: &File| {
            let targets = file.named.iter().filter_map(|path| self.target(path));
            targets.filter(|target| *target != module && !module.is_empty()).collect()
        };
        self.files.iter().map(|(module, file)| (module, of(module, file))).collect()
    }

    /// The file that declares the type that a name stands for in a file, and its own name there.
    pub fn declared(&self, file: &File, module: &ModulePath, name: &str) -> Option<(&ModulePath, String)> {
        let mut path = match file.bound.get(name) {
            Some(path) => path.clone(),
            None => [module.as_slice(), &[name.to_owned()]].concat(),
        };
        for _ in 0..8 {
            let target = self.target(&path)?;
            let own = path.last()?.clone();
            let there = self.files.get(target)?;
            match (there.types.get(&own), there.bound.get(&own)) {
                (Some(None), _) => return Some((target, own)),
                (Some(Some(alias)), _) => {
                    path = there
                        .bound
                        .get(alias)
                        .cloned()
                        .unwrap_or_else(|| [target.as_slice(), std::slice::from_ref(alias)].concat());
                }
                (None, Some(elsewhere)) if *elsewhere != path => path.clone_from(elsewhere),
                (None, _) => return None,
            }
        }
        None
    }
}

fn read_module(source: &Path, path: &Path, module: ModulePath, files: &mut BTreeMap<ModulePath, File>) {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let shown = path.strip_prefix(source).unwrap().to_str().unwrap().replace('\\', "/");
    let children = parsed.items.iter().filter_map(|item| match item {
        syn::Item::Mod(item) if item.content.is_none() && !is_for_tests(&item.attrs) => Some(item),
        _ => None,
    });
    let children: BTreeMap<String, PathBuf> =
        children.map(|item| (item.ident.to_string(), child(path, item))).filter(|(_, path)| path.exists()).collect();
    let mut reader = Reader {
        module: module.clone(),
        children: children.keys().cloned().collect(),
        file: File {
            path: shown,
            named: BTreeSet::new(),
            bound: BTreeMap::new(),
            types: BTreeMap::new(),
            methods: Vec::new(),
            takers: Vec::new(),
            derefs: Vec::new(),
        },
    };
    reader.visit_file(&parsed);
    files.insert(module.clone(), reader.file);
    for (name, path) in children {
        read_module(source, &path, [module.as_slice(), &[name]].concat(), files);
    }
}

/// The file of `mod name;`.
fn child(parent: &Path, item: &syn::ItemMod) -> PathBuf {
    let folder = parent.parent().unwrap();
    let attribute = item.attrs.iter().find(|attribute| attribute.path().is_ident("path"));
    if let Some(syn::Meta::NameValue(value)) = attribute.map(|attribute| &attribute.meta)
        && let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) = &value.value
    {
        return folder.join(path.value());
    }
    let stem = parent.file_stem().unwrap().to_str().unwrap();
    let folder = if ["lib", "mod", "main"].contains(&stem) { folder.to_owned() } else { folder.join(stem) };
    let flat = folder.join(format!("{}.rs", item.ident));
    if flat.exists() { flat } else { folder.join(item.ident.to_string()).join("mod.rs") }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else { return false };
        let words = list.tokens.to_string();
        attribute.path().is_ident("cfg") && words.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
    })
}

struct Reader {
    module: ModulePath,
    children: Vec<String>,
    file: File,
}

impl Reader {
    /// A path as written, from the package's root; `None` for another package's.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let mut rest = path;
        let mut from = match rest.first()?.as_str() {
            "crate" | "$crate" => Vec::new(),
            "self" | "super" => self.module.clone(),
            first if self.children.iter().any(|child| child == first) => {
                return Some([self.module.as_slice(), path].concat());
            }
            _ => return None,
        };
        rest = if ["crate", "$crate", "self"].contains(&rest[0].as_str()) { &rest[1..] } else { rest };
        while rest.first().is_some_and(|first| first == "super") {
            from.pop();
            rest = &rest[1..];
        }
        Some([from.as_slice(), rest].concat())
    }

    fn name(&mut self, path: &[String]) {
        if let Some(path) = self.absolute(path) {
            self.file.named.insert(path);
        }
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        match tree {
            syn::UseTree::Path(path) => self.tree(&path.tree, &[before, &[path.ident.to_string()]].concat()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before)),
            syn::UseTree::Glob(_) => self.name(before),
            syn::UseTree::Name(name) if name.ident == "self" => {
                let bound = before.last().cloned().unwrap_or_default();
                self.bind(before, bound);
            }
            syn::UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.bind(&[before, std::slice::from_ref(&name)].concat(), name);
            }
            syn::UseTree::Rename(rename) => {
                self.bind(&[before, &[rename.ident.to_string()]].concat(), rename.rename.to_string());
            }
        }
    }

    fn bind(&mut self, path: &[String], name: String) {
        self.name(path);
        if let Some(path) = self.absolute(path) {
            self.file.bound.insert(name, path);
        }
    }

    /// `crate::a::b` in the tokens of a macro; `$crate` is for the packages that use the macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut is_theirs = false;
        for token in tokens {
            let was_dollar =
                std::mem::replace(&mut is_theirs, matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '$'));
            match token {
                TokenTree::Ident(_) if was_dollar => continue,
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == ':' => continue,
                TokenTree::Group(group) => {
                    self.name(&std::mem::take(&mut path));
                    self.tokens(group.stream());
                    continue;
                }
                _ => path.clear(),
            }
            if path.first().is_some_and(|first| first == "crate" || first == "super") {
                self.name(&path);
            } else {
                path.drain(..path.len().saturating_sub(1));
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &[]);
    }

    /// `pub(super)` imports nothing.
    fn visit_visibility(&mut self, _visibility: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.name(&names);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.file.types.insert(item.ident.to_string(), None);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.file.types.insert(item.ident.to_string(), None);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.file.types.insert(item.ident.to_string(), own_name(&item.ty));
        visit::visit_item_type(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let own = own_name(&item.self_ty);
        let of = item.trait_.as_ref().and_then(|(path, _)| path.segments.last());
        match (own, of) {
            (Some(own), None) => {
                let count = item.items.iter().filter(|item| matches!(item, syn::ImplItem::Fn(_))).count();
                self.file.methods.push((own, count));
            }
            (Some(own), Some(of)) if of.ident == "Deref" => {
                let target = item.items.iter().find_map(|item| match item {
                    syn::ImplItem::Type(item) if item.ident == "Target" => own_name(&item.ty),
                    _ => None,
                });
                self.file.derefs.extend(target.map(|target| (own, target)));
            }
            _ => {}
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        // A function of a vtable is no method of what it is called on: it leads to one.
        if let (None, Some(syn::FnArg::Typed(first))) = (&item.sig.abi, item.sig.inputs.first()) {
            self.file.takers.extend(own_name(&first.ty));
        }
        visit::visit_item_fn(self, item);
    }
}

/// The name of a type, whatever points at it.
fn own_name(kind: &syn::Type) -> Option<String> {
    const POINTERS: [&str; 5] = ["Arc", "Rc", "Box", "Weak", "Receiver"];
    match kind {
        syn::Type::Reference(reference) => own_name(&reference.elem),
        syn::Type::Path(path) => {
            let last = path.path.segments.last()?;
            let inner = match &last.arguments {
                syn::PathArguments::AngleBracketed(arguments) if POINTERS.contains(&&*last.ident.to_string()) => {
                    arguments.args.iter().find_map(|argument| match argument {
                        syn::GenericArgument::Type(inner) => own_name(inner),
                        _ => None,
                    })
                }
                _ => None,
            };
            Some(inner.unwrap_or_else(|| last.ident.to_string()))
        }
        _ => None,
    }
}
