using System.Globalization;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>Features of what a session did on its machine: files, programs, sockets.</summary>
internal static class MachineFeatures
{
    /// <summary>Permission bits of a kind of file, octal.</summary>
    public const string Permissions = "permissions of ";

    /// <summary>Adds them.</summary>
    public static void Add(FeatureSet features, Capture capture, KnownValues values)
    {
        foreach (CapturedFile file in capture.Files)
            features.Word($"{FeatureReader.Presence}file {file.Place}:{FileShape(file, values)}", Channels.FileWrite,
                file.Change == "removed" ? "removed" : "written");
        // Who may read what it keeps.
        foreach (IGrouping<string, CapturedFile> kept in capture.Files.Where(file => file.Place == "home"
            && file.Change != "removed").GroupBy(file => FileShape(file, values), StringComparer.Ordinal))
            features.Word($"{Permissions}~/{kept.Key}", Channels.FileWrite,
                string.Join(' ', kept.Select(file => Convert.ToString(file.Mode & 0xFFF, 8)).Distinct().Order(StringComparer.Ordinal)));
        foreach (string path in capture.Reads)
            features.Word($"{FeatureReader.Presence}read {NameShape.Of(values.Replace(path))}", Channels.FileRead, "yes");
        foreach (string listener in capture.Listeners)
            features.Word($"{FeatureReader.Presence}listener {Shape(listener, values)}", Channels.ListeningSocket, "yes");
        foreach (IGrouping<string, CapturedProcess> group in capture.Processes.GroupBy(process => ProcessShape(process, values), StringComparer.Ordinal))
        {
            features.Word($"{FeatureReader.Presence}process {group.Key}", Channels.Process, group.Count().ToString(CultureInfo.InvariantCulture));
            if (group.Any(process => process.Stayed))
                features.Word($"{FeatureReader.Presence}process that stays {group.Key}", Channels.Process, "yes");
        }
    }

    /// <summary>The name of a kind of file.</summary>
    public static string FileShape(CapturedFile file, KnownValues values) =>
        file.Place == "tmp" ? NameShape.OfTemporary(file.Path) : NameShape.Of(values.Replace(file.Path));

    /// <summary>The name of a kind of program.</summary>
    public static string ProcessShape(CapturedProcess process, KnownValues values)
    {
        string name = process.Program[(process.Program.LastIndexOf('/') + 1)..];
        // A script in an argument, or a message, is no name: that there is one is enough.
        string arguments = string.Join(' ',
            process.Arguments.Skip(1).Select(argument => argument.Length > 80 || argument.AsSpan().IndexOfAny(" \n\t{") >= 0 ? "{text}" : argument));
        return Cut($"{name} {NameShape.Of(values.ReplaceInAddresses(Cut(arguments)))}".TrimEnd());
    }

    private static string Shape(string text, KnownValues values) => NameShape.Of(values.Replace(Cut(text)));

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
