using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>What programs did on the machine: Process Activity (1007) and File System Activity (1001).</summary>
internal static class OcsfSystem
{
    public static void Write(OcsfEvent to, Observation data)
    {
        switch (data)
        {
            case ProgramRun run:
                Write(to, run);
                break;
            case FileOpened opened:
                Write(to, opened);
                break;
            case FileChanged changed:
                Write(to, changed);
                break;
            case SignalSent sent:
                to.Begin(OcsfClass.Process, OcsfEvent.OtherActivity, "Signal");
                to.Process = sent.Process;
                to.Message = $"Signal {sent.Signal} to process {sent.Target}";
                to.Json.WriteStartObject("process"u8);
                to.Json.WriteNumber("pid"u8, sent.Target);
                to.Json.WriteEndObject();
                to.End(json => json.WriteNumber("signal"u8, sent.Signal));
                break;
        }
    }

    /// <summary>A file: its name, its path, and what kind it is, where that is known.</summary>
    public static void WriteFile(Utf8JsonWriter json, ReadOnlySpan<byte> member, UnixPath path, int kind)
    {
        string text = path.ToString();
        int slash = text.LastIndexOf('/');
        json.WriteStartObject(member);
        json.WriteString("name"u8, slash >= 0 && slash < text.Length - 1 ? text[(slash + 1)..] : text);
        json.WriteString("path"u8, text);
        json.WriteNumber("type_id"u8, kind);
        json.WriteEndObject();
    }

    private static void Write(OcsfEvent to, ProgramRun run)
    {
        to.Begin(OcsfClass.Process, 1, "Launch");
        to.Process = run.ParentProcess > 0 ? run.ParentProcess : null;
        to.Message = $"Started {run.Program}";
        Utf8JsonWriter json = to.Json;
        json.WriteStartObject("process"u8);
        json.WriteNumber("pid"u8, run.Process);
        json.WriteString("cmd_line"u8, CommandLine(run.Arguments));
        json.WriteString("working_directory"u8, run.WorkingDirectory.ToString());
        WriteFile(json, "file"u8, run.Program, FileKind.Regular);
        if (run.ParentProcess > 0)
        {
            json.WriteStartObject("parent_process"u8);
            json.WriteNumber("pid"u8, run.ParentProcess);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        to.End(more =>
        {
            more.WriteStartArray("arguments"u8);
            foreach (string argument in run.Arguments)
                more.WriteStringValue(argument);
            more.WriteEndArray();
            if (run.ArgumentsCut)
                more.WriteBoolean("arguments_cut"u8, true);
        });
    }

    private static void Write(OcsfEvent to, FileOpened opened)
    {
        (int activity, string name) = (opened.Access, opened.Exists) switch
        {
            ("write", false) => (1, "Create"),
            ("write", true) => (3, "Update"),
            ("read", _) => (2, "Read"),
            _ => (14, "Open"),
        };
        to.Begin(OcsfClass.File, activity, name);
        to.Process = opened.Process;
        // What the call returned is not recorded; that a file which is not there cannot be read is sure.
        to.Status = opened.Exists ? OcsfStatus.Success : opened.Access == "write" ? OcsfStatus.Unknown : OcsfStatus.Failure;
        to.Message = $"{name} {opened.Path}";
        WriteFile(to.Json, "file"u8, opened.Path, opened.Access == "list" ? FileKind.Folder : FileKind.Unknown);
        to.End(json => json.WriteString("access"u8, opened.Access));
    }

    private static void Write(OcsfEvent to, FileChanged changed)
    {
        (int activity, string name) = changed.Change switch
        {
            "rename" => (5, "Rename"),
            "remove" => (4, "Delete"),
            "link" or "symlink" => (1, "Create"),
            "truncate" => (3, "Update"),
            "mode" => (7, "Set Security"),
            _ => (OcsfEvent.OtherActivity, changed.Change),
        };
        to.Begin(OcsfClass.File, activity, name);
        to.Process = changed.Process;
        to.Status = OcsfStatus.Unknown;
        to.Message = changed.Target is { } other ? $"{name} {changed.Path} ({changed.Change}: {other})" : $"{name} {changed.Path}";
        WriteFile(to.Json, "file"u8, changed.Path, changed.Change == "symlink" ? FileKind.Link : FileKind.Unknown);
        if (changed is { Change: "rename", Target: { } target })
            WriteFile(to.Json, "file_result"u8, target, FileKind.Unknown);
        to.End(json =>
        {
            json.WriteString("change"u8, changed.Change);
            if (changed.Target is { } linked)
                json.WriteString("target"u8, linked.ToString());
        });
    }

    // For people and searches; the exact arguments stand beside it.
    private static string CommandLine(IReadOnlyList<string> arguments) => string.Join(' ', arguments);

    /// <summary>OCSF's <c>file.type_id</c>.</summary>
    internal static class FileKind
    {
        public const int Unknown = 0, Regular = 1, Folder = 2, Link = 7;
    }
}
