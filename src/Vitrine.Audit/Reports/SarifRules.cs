using System.Text.Json;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>The rules of a SARIF log: one for each class and channel, <c>covert/http-body-text</c>.</summary>
internal static class SarifRules
{
    /// <summary>The rule of a finding.</summary>
    public static string IdOf(Finding finding) => $"{finding.Class}/{finding.Channel}";

    /// <summary>Writes a rule's description (reportingDescriptor).</summary>
    public static void Write(Utf8JsonWriter writer, string id)
    {
        string kind = id[..id.IndexOf('/', StringComparison.Ordinal)], channel = id[(kind.Length + 1)..];
        writer.WriteStartObject();
        writer.WriteString("id", id);
        Text(writer, "shortDescription", $"{OfClass(kind)}: {OfChannel(channel)}");
        Text(writer, "fullDescription", $"{OfClass(kind)}, seen in: {OfChannel(channel)}. Confirmed by repeating a minimal pair of sessions both ways.");
        Text(writer, "help", "See the minimal pair in report.html; vitrine audit replay runs it again.");
        writer.WriteStartObject("defaultConfiguration");
        writer.WriteString("level", kind is FindingClasses.Open or FindingClasses.Lawful ? "note" : "warning");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A class in words.</summary>
    public static string OfClass(string kind) => kind switch
    {
        FindingClasses.Covert => "A fact about the machine or the person, encoded in something else",
        FindingClasses.Identifier => "A value by which one person or machine can be known again",
        FindingClasses.Act => "An act that nobody asked for",
        FindingClasses.Lawful => "A difference that a documented, harmless cause explains",
        _ => "A fact, in clear",
    };

    /// <summary>A channel in words.</summary>
    public static string OfChannel(string channel) => channel switch
    {
        Channels.BodyText => "text in a request's body",
        Channels.BodyStructure => "how a request's body is built",
        Channels.Header => "a header field",
        Channels.Url => "a request's target",
        Channels.Dns => "a name that is looked up",
        Channels.UnexpectedHost => "a host other than the endpoint",
        Channels.Timing => "when something is sent",
        Channels.HttpFraming => "how messages are framed",
        Channels.ConnectionPattern => "which connections are made and reused",
        Channels.FileWrite => "a file outside the workspace and the program's own state",
        Channels.Persistence => "something that is executed or obeyed later",
        Channels.Process => "a program that is started or stays behind",
        Channels.ListeningSocket => "a socket that others can connect to",
        Channels.SelfUpdate => "code that replaces or extends the program",
        Channels.InstallScript => "a life-cycle script of the package",
        Channels.ModelInstruction => "an instruction to the model that the person did not give",
        _ => channel,
    };

    private static void Text(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }
}
