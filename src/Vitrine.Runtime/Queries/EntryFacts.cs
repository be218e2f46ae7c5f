using Vitrine.Core.Model;

namespace Vitrine.Runtime.Queries;

/// <summary>What a query can name in an entry besides its text.</summary>
internal enum TermField : byte
{
    /// <summary>Nothing but kind and decision.</summary>
    None,

    /// <summary>A host or address, without port.</summary>
    Host,

    /// <summary>A program that was run.</summary>
    Program,

    /// <summary>A file.</summary>
    File,
}

/// <summary>The hosts, programs and files that an entry speaks of, and what was decided. The index and the search itself use this same reading.</summary>
/// <param name="workspace">What relative paths start from.</param>
internal sealed class EntryFacts(UnixPath workspace)
{
    /// <summary>How many fields there are.</summary>
    public const int Fields = 4;

    private readonly List<(TermField Field, string Value)> _values = [];
    private readonly string _workspace = workspace.ToString().TrimEnd('/');

    /// <summary>Host, program and file values of the observation that was read last.</summary>
    public IReadOnlyList<(TermField Field, string Value)> Values => _values;

    /// <summary>What was decided; null where it is nothing to be decided.</summary>
    public Effect? Decision { get; private set; }

    /// <summary>Reads an observation.</summary>
    public void Read(Observation data)
    {
        _values.Clear();
        Decision = null;
        switch (data)
        {
            case ProgramRun run:
                Add(TermField.Program, run.Program);
                break;
            case FileOpened opened:
                Add(TermField.File, opened.Path);
                break;
            case FileChanged changed:
                Add(TermField.File, changed.Path);
                if (changed.Target is { } target)
                    Add(TermField.File, target);
                break;
            case FileHeldBack held:
                Decision = Effect.Deny;
                Add(TermField.File, held.Path);
                break;
            case CallRefused:
                Decision = Effect.Deny;
                break;
            case PolicyDecided decided:
                Read(decided);
                break;
            default:
                ReadNetwork(data);
                break;
        }
    }

    /// <summary>The host of a URL or of <c>host:port</c>, without port and brackets.</summary>
    internal static string HostOf(string text)
    {
        ReadOnlySpan<char> host = text;
        int scheme = host.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
            host = host[(scheme + 3)..];
        int end = host.IndexOfAny('/', '?', '#');
        if (end >= 0)
            host = host[..end];
        host = host[(host.LastIndexOf('@') + 1)..];
        if (host.StartsWith('[') && host.IndexOf(']') is > 0 and var close)
            return host[1..close].ToString();
        int colon = host.LastIndexOf(':');
        // With more than one colon and no brackets it is an IPv6 address.
        return (colon >= 0 && host.IndexOf(':') == colon ? host[..colon] : host).ToString();
    }

    private void ReadNetwork(Observation data)
    {
        switch (data)
        {
            case RequestStarted started:
                Add(started.Decision, HostOf(started.Url));
                break;
            case NameLookedUp name:
                Add(name.Decision, name.Name);
                break;
            case FlowRefused refused:
                Add(refused.Decision, HostOf(refused.Destination));
                break;
            case FlowStarted started:
                Add(started.Decision, HostOf(started.Destination));
                break;
            case FlowEnded ended:
                Add(ended.Decision, HostOf(ended.Destination));
                break;
            case SocketConnected connected:
                if (connected.Host is { } name2)
                    Add(TermField.Host, name2);
                if (connected.Family != "unix")
                    Add(TermField.Host, HostOf(connected.Address));
                break;
            case CredentialUsed used:
                Add(TermField.Host, used.Host);
                break;
            case BodyInspected inspected:
                Read(inspected);
                break;
        }
    }

    private void Read(PolicyDecided decided)
    {
        Decision = decided.Decision.Outcome;
        switch (decided.Subject)
        {
            case "file":
                Add(TermField.File, decided.What);
                break;
            case "request" when decided.What.IndexOf(' ') is var space and >= 0:
                Add(TermField.Host, HostOf(decided.What[(space + 1)..]));
                break;
        }
    }

    private void Read(BodyInspected inspected)
    {
        Decision = inspected.Decision.Outcome;
        if (inspected.Destination is { } destination)
            Add(TermField.Host, HostOf(destination));
        foreach (SourceFound source in inspected.Findings.Source)
        {
            AddRelative(source.File);
            foreach (UnixPath other in source.AlsoIn)
                AddRelative(other);
        }
    }

    private void Add(Decision decision, string host)
    {
        Decision = decision.Outcome;
        Add(TermField.Host, host);
    }

    private void AddRelative(UnixPath file)
    {
        string text = file.ToString();
        Add(TermField.File, text.StartsWith('/') ? text : $"{_workspace}/{text}");
    }

    private void Add(TermField field, UnixPath path) => Add(field, path.ToString());

    private void Add(TermField field, string value)
    {
        if (value.Length > 0)
            _values.Add((field, value));
    }
}
