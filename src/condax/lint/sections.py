"""Which keys each section of the two recipe formats has.

Of format 0 they are those of conda-build's own table of fields, with the two that it reads of
outputs and does not list there; of format 1 those of the schema that rattler-build enforces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from collections.abc import Mapping


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


SECTIONS: Mapping[RecipeFormat, Mapping[str, frozenset[str]]] = {
    RecipeFormat.V0: {
        "package": _keys("name version"),
        "source": _keys(
            "fn url md5 sha1 sha224 sha256 sha384 sha512 content_sha256 content_sha384 "
            "content_sha512 content_hash_skip path path_via_symlink git_url git_tag git_branch "
            "git_rev git_depth hg_url hg_tag svn_url svn_rev svn_ignore_externals svn_username "
            "svn_password folder no_hoist patches"
        ),
        "build": _keys(
            "number string entry_points osx_is_app disable_pip features track_features "
            "preserve_egg_dir no_link binary_relocation script noarch noarch_python "
            "python_version_independent has_prefix_files binary_has_prefix_files "
            "ignore_prefix_files detect_binary_files_with_prefix skip_compile_pyc rpaths "
            "rpaths_patcher script_env always_include_files skip msvc_compiler pin_depends "
            "include_recipe preferred_env preferred_env_executable_paths run_exports "
            "ignore_run_exports ignore_run_exports_from requires_features provides_features "
            "force_use_keys force_ignore_keys merge_build_host pre-link post-link pre-unlink "
            "missing_dso_whitelist missing_dso_allowlist runpath_whitelist runpath_allowlist "
            "error_overdepending error_overlinking overlinking_ignore_patterns "
            "python_site_packages_path activate_in_script"
        ),
        "requirements": _keys("build host run conflicts run_constrained"),
        "test": _keys("requires commands files imports source_files downstreams script"),
        "about": _keys(
            "home dev_url doc_url doc_source_url license_url license summary description "
            "license_family identifiers tags keywords license_file prelink_message readme"
        ),
    },
    RecipeFormat.V1: {
        "package": _keys("name version"),
        "recipe": _keys("name version"),
        "build": _keys(
            "number string script noarch skip python always_copy_files always_include_files "
            "merge_build_and_host_envs files dynamic_linking variant prefix_detection post_process "
            "steps"
        ),
        "build.script": _keys("interpreter env secrets content file cwd"),
        "build.steps": _keys("if run env cwd interpreter"),
        "build.python": _keys(
            "entry_points skip_pyc_compilation use_python_app_entrypoint version_independent "
            "site_packages_path"
        ),
        "build.dynamic_linking": _keys(
            "rpaths binary_relocation missing_dso_allowlist rpath_allowlist "
            "overdepending_behavior overlinking_behavior"
        ),
        "build.prefix_detection": _keys("force_file_type ignore ignore_binary_files"),
        "build.prefix_detection.force_file_type": _keys("text binary"),
        "build.post_process": _keys("files regex replacement"),
        "source": _keys(
            "git rev tag branch depth patches target_directory lfs submodules expected_commit "
            "filter url sha256 md5 file_name attestation path use_gitignore"
        ),
        "requirements": _keys("build host run run_constraints run_exports ignore_run_exports"),
        "tests": _keys("script requirements files python perl r ruby package_contents downstream"),
        "tests.script": _keys("interpreter env secrets content file cwd"),
        "tests.requirements": _keys("run build"),
        "tests.files": _keys("recipe source"),
        "tests.python": _keys("imports pip_check python_version"),
        "tests.perl": _keys("uses"),
        "tests.r": _keys("libraries"),
        "tests.ruby": _keys("requires"),
        "tests.package_contents": _keys("files site_packages bin lib include strict"),
        "about": _keys(
            "homepage repository documentation license license_family license_file "
            "summary description"
        ),
    },
}
"""Format → section, or mappings within it joined by dots → its keys."""
