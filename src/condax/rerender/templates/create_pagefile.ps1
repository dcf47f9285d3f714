# @GENERATED@
# Sets the page file of a hosted Windows machine to so many GiB, without a restart; on the disk that
# the build does not fill, where there are two.
param([Parameter(Mandatory = $true)][uint64] $Gibibytes)
$ErrorActionPreference = "Stop"

$drive = "C:"
if ("$env:CONDA_BLD_PATH" -notmatch "^[D-Zd-z]:" -and (Test-Path "D:\")) { $drive = "D:" }

Add-Type -TypeDefinition @'
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

public static class PageFile {
    const int CreatePageFilePrivilege = 15;

    [StructLayout(LayoutKind.Sequential)]
    struct UnicodeString {
        public ushort Length;
        public ushort MaximumLength;
        [MarshalAs(UnmanagedType.LPWStr)] public string Buffer;
    }

    [DllImport("ntdll.dll")]
    static extern int RtlAdjustPrivilege(int privilege, bool enable, bool thread, out bool before);

    [DllImport("ntdll.dll")]
    static extern int NtCreatePagingFile(
        ref UnicodeString path, ref long smallest, ref long largest, uint priority);

    [DllImport("ntdll.dll")]
    static extern int RtlNtStatusToDosError(int status);

    public static void Set(string drive, long size) {
        string path = "\\??\\" + drive + "\\pagefile.sys";
        UnicodeString name = new UnicodeString {
            Length = (ushort)(2 * path.Length),
            MaximumLength = (ushort)(2 * path.Length + 2),
            Buffer = path,
        };
        bool before;
        Check(RtlAdjustPrivilege(CreatePageFilePrivilege, true, false, out before));
        Check(NtCreatePagingFile(ref name, ref size, ref size, 0));
    }

    static void Check(int status) {
        if (status != 0) throw new Win32Exception(RtlNtStatusToDosError(status));
    }
}
'@

[PageFile]::Set($drive, $Gibibytes * 1GB)
Write-Output "page file of $drive set to $Gibibytes GiB"
