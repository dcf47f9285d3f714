/* A slash at the end of a name that is no folder is an error everywhere, and lstat follows a
   link with one.

   ac_cv_func_lstat_dereferences_slashed_symlink = yes | no
   gl_cv_func_lstat_dereferences_slashed_symlink = yes | no
   gl_cv_func_stat_file_slash = yes | no
   gl_cv_func_open_slash = yes | no
   gl_cv_func_fopen_slash = yes | no
   gl_cv_func_unlink_honors_slashes = yes | no
   gl_cv_func_readlink_trailing_slash = yes | no
   gl_cv_func_readlink_works = yes | no
   gl_cv_func_symlink_works = yes | no
   gl_cv_func_link_works = yes | no
   gl_cv_func_rename_slash_src_works = yes | no
   gl_cv_func_rename_slash_dst_works = yes | no
   gl_cv_func_mkdir_trailing_slash_works = yes | no
   gl_cv_func_mkdir_trailing_dot_works = yes | no
   gl_cv_func_rmdir_works = yes | no
   gl_cv_func_chown_slash_works = yes | no */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fails(int result) { return result < 0; }
int main(void)
{
	char folder[] = "/tmp/condax-probe-XXXXXX", buffer[9];
	struct stat facts;
	if (!mkdtemp(folder) || chdir(folder))
		return 77;
	int fd = open("file", O_CREAT | O_WRONLY, 0600);
	int right = fd >= 0 && mkdir("d/", 0700) == 0 && symlink("file", "l") == 0 && symlink("d", "ld") == 0;
	right = right && lstat("ld/", &facts) == 0 && S_ISDIR(facts.st_mode) && fails(stat("file/", &facts));
	right = right && fails(lstat("l/", &facts)) && fails(open("file/", O_RDONLY)) && fails(open("new/", O_CREAT | O_WRONLY, 0600));
	right = right && fopen("new/", "w") == NULL && fails(unlink("l/")) && fails(unlink("file/"));
	right = right && fails((int)readlink("l/", buffer, sizeof buffer)) && readlink("l", buffer, sizeof buffer) == 4;
	right = right && fails(symlink("file", "new/")) && fails(link("file", "new/")) && fails(rename("file/", "f2"));
	right = right && fails(rename("file", "f2/")) && fails(mkdir("d/./", 0700)) && fails(rmdir("d/."));
	right = right && fails(rmdir("file/")) && fails(chown("l/", getuid(), getgid()));
	unlink("l"), unlink("ld"), unlink("file"), unlink("f2"), rmdir("d"), rmdir(folder);
	return !right;
}
