namespace Vitrine.Gateway.StandIn;

/// <summary>
/// What agents call their tools and their arguments, in lower case and without separators. The order is the order of preference.
/// </summary>
internal static class ToolNames
{
    public static readonly string[] Shell =
        ["bash", "shell", "shellcommand", "runshellcommand", "execcommand", "localshell", "runcommand", "executecommand", "runterminalcmd", "runinterminal", "terminal", "containerexec", "execute", "exec"];

    public static readonly string[] List = ["ls", "listdirectory", "listdir", "listfiles", "list", "readfolder", "readdirectory", "tree"];

    public static readonly string[] Read = ["read", "readfile", "view", "viewfile", "readtextfile", "openfile", "open", "fsread", "getfilecontents", "cat"];

    public static readonly string[] Glob = ["glob", "globsearch", "findfiles", "fileglobsearch"];

    public static readonly string[] Create = ["write", "writefile", "create", "createfile", "writetofile", "newfile", "savefile", "fswrite"];

    public static readonly string[] Replace = ["edit", "replace", "editfile", "strreplace", "searchreplace", "replaceinfile", "editexistingfile"];

    public static readonly string[] Insert = ["insert", "insertintofile", "inserttext"];

    public static readonly string[] Patch = ["applypatch", "patch"];

    public static readonly string[] PathArgument = ["filepath", "absolutepath", "path", "file", "filename", "targetfile", "relativepath"];

    public static readonly string[] DirectoryArgument = ["path", "dirpath", "directorypath", "directory", "dir", "absolutepath", "targetdirectory", "folder", "filepath"];

    public static readonly string[] CommandArgument = ["command", "cmd", "script", "commandline"];

    public static readonly string[] PatternArgument = ["pattern", "globpattern", "glob"];

    public static readonly string[] ContentArgument = ["content", "contents", "filetext", "filecontent", "newcontent", "text", "data"];

    public static readonly string[] OldArgument = ["oldstring", "oldstr", "oldtext", "search", "find"];

    public static readonly string[] NewArgument = ["newstring", "newstr", "newtext", "replacement", "replace"];

    public static readonly string[] LineArgument = ["insertline", "line", "linenumber"];

    public static readonly string[] InsertedArgument = ["inserttext", "newstr", "text", "content"];

    public static readonly string[] PatchArgument = ["patch", "input", "patchtext", "diff"];
}
