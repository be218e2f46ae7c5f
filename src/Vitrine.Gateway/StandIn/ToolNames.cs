namespace Vitrine.Gateway.StandIn;

/// <summary>
/// What agents call their tools and their arguments, in lower case and without separators. The order is the order of preference.
/// </summary>
internal static class ToolNames
{
    public static readonly string[] Shell =
        ["bash", "shell", "shellcommand", "runshellcommand", "execcommand", "localshell", "runcommand", "executecommand", "runterminalcmd", "runinterminal",
            "terminal", "containerexec", "execute", "exec"];

    public static readonly string[] List = ["ls", "listdirectory", "listdir", "listfiles", "list", "readfolder", "readdirectory", "tree"];

    public static readonly string[] Read = ["read", "readfile", "view", "viewfile", "readtextfile", "openfile", "open", "fsread", "getfilecontents", "cat",
        "show", "showfile", "readtext"];

    public static readonly string[] Glob = ["glob", "globsearch", "findfiles", "fileglobsearch"];

    public static readonly string[] Create = ["write", "writefile", "create", "createfile", "writetofile", "newfile", "savefile", "fswrite"];

    public static readonly string[] Replace = ["edit", "replace", "editfile", "strreplace", "searchreplace", "replaceinfile", "editexistingfile"];

    public static readonly string[] Insert = ["insert", "insertintofile", "inserttext"];

    public static readonly string[] Patch = ["applypatch", "patch"];

    /// <summary>Whether a name is one of those: then it is known what the tool is for.</summary>
    public static bool IsKnown(string plain) => s_all.Contains(plain);

    public static readonly string[] PathArgument = ["filepath", "absolutepath", "path", "file", "filename", "targetfile", "relativepath", "pathname",
        "document", "location"];

    public static readonly string[] DirectoryArgument = ["path", "dirpath", "directorypath", "directory", "dir", "absolutepath", "targetdirectory", "folder",
        "filepath"];

    public static readonly string[] CommandArgument = ["command", "cmd", "script", "commandline", "shellcommand", "program"];

    public static readonly string[] PatternArgument = ["pattern", "globpattern", "glob"];

    public static readonly string[] ContentArgument = ["content", "contents", "filetext", "filecontent", "newcontent", "text", "data", "body"];

    public static readonly string[] OldArgument = ["oldstring", "oldstr", "oldtext", "search", "find", "old", "before", "original", "oldcontent"];

    public static readonly string[] NewArgument = ["newstring", "newstr", "newtext", "replacement", "replace", "new", "after", "updated", "newcontent"];

    public static readonly string[] LineArgument = ["insertline", "line", "linenumber"];

    public static readonly string[] InsertedArgument = ["inserttext", "newstr", "text", "content"];

    public static readonly string[] PatchArgument = ["patch", "input", "patchtext", "diff"];

    private static readonly HashSet<string> s_all = [.. Shell, .. List, .. Read, .. Glob, .. Create, .. Replace, .. Insert, .. Patch];
}
