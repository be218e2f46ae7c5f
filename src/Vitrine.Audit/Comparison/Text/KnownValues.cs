using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Comparison.Text;

/// <summary>
/// The values of a session's machine, and the marks that stand for them. What is equal after both sides' values were replaced says them in clear, which is
/// open. Only texts that differ are looked at, so a user called <c>root</c> does not change what the prompt says of the root directory.
/// </summary>
internal sealed partial class KnownValues
{
    // Words that commands, paths and prompts hold on any machine: where one is a name too, it does not stand for that name.
    private static readonly HashSet<string> s_ordinary = new(StringComparer.OrdinalIgnoreCase)
    {
        "git", "home", "user", "users", "root", "host", "hostname", "local", "localhost", "name", "email", "mail", "main", "master", "origin", "admin", "test",
            "dev", "code", "src", "app", "node", "work",
        "workspace", "project", "target", "agent", "model", "server", "client", "build", "docker", "ci", "runner", "en", "utc", "posix", "bin", "tmp", "usr",
        "var", "opt", "etc",
        "log", "status", "diff", "show", "config", "branch", "head", "commit", "remote", "stash", "tag", "add", "list", "get", "short", "env", "file", "files",
        "run", "tool", "tools", "system", "session", "shell", "sh", "bash",
        "127.0.0.1", "0.0.0.0", "::1", "[::1]", "[::]",
    };

    private const string RemoteHost = "{remote-host}";
    private readonly List<(string Value, string Mark)> _values = [];
    private readonly DateForms _strict;
    private readonly DateForms _loose;

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<MachineFacts, KnownValues> Known = [];

    /// <summary>Those of a machine; made once.</summary>
    public static KnownValues Of(MachineFacts facts) => Known.GetValue(facts, static facts => new KnownValues(facts));

    private KnownValues(MachineFacts facts)
    {
        Facts = facts;
        _strict = new DateForms(facts.Start, facts.TimeZone, padded: true);
        _loose = new DateForms(facts.Start, facts.TimeZone, padded: false);
        AddPaths(facts);
        AddEndpoint(facts.Endpoint);
        AddGit(facts);
        AddLocale(facts.Locale);
        Add(facts.HostName, "{host}");
        Add(facts.HostName.Split('.')[0], "{host}");
        Add(facts.UserName, "{user}");
        Add(facts.ApiKey, "{key}");
        AddZone(facts.TimeZone);
        _values.Sort((a, b) => b.Value.Length - a.Value.Length);
    }

    /// <summary>Whose values these are.</summary>
    public MachineFacts Facts { get; }

    /// <summary>The dates of the session.</summary>
    public DateForms Dates => _loose;

    /// <summary>Replaces dates and values by their marks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="loose">Whether a day of one digit and one with a leading zero are the same form.</param>
    public string Replace(string text, bool loose = false)
    {
        text = (loose ? _loose : _strict).Replace(text);
        foreach ((string value, string mark) in _values)
            text = ReplaceWord(text, value, mark);
        return text;
    }

    /// <summary>
    /// The same for addresses: the remote's host stays where the path behind it is another repository's, which has nothing to do with this one.
    /// </summary>
    public string ReplaceInAddresses(string text) =>
        Replace(text) is var replaced && _values.Find(value => value.Mark == RemoteHost).Value is { } host
            ? OfAnother().Replace(replaced, host.Replace("$", "$$", StringComparison.Ordinal))
            : replaced;

    /// <summary>Whether one of the values stands in the text as a word of its own.</summary>
    public bool Says(string text) => _values.Any(value => value.Value.Length > 1 && FindWord(text, value.Value, 0) >= 0);

    private void AddPaths(MachineFacts facts)
    {
        Add(facts.Workspace, "{cwd}");
        Add(facts.Home, "{home}");
        Add(facts.Workspace.Replace('/', '-'), "{cwd-}");
        Add(facts.Home.Replace('/', '-'), "{home-}");
        Add(Uri.EscapeDataString(facts.Workspace), "{cwd%}");
        if (facts.Workspace.StartsWith(facts.Home + "/", StringComparison.Ordinal))
            Add("~" + facts.Workspace[facts.Home.Length..], "{~cwd}");
        Add(facts.Workspace[(facts.Workspace.LastIndexOf('/') + 1)..], "{dir}");
        Add(facts.Home[(facts.Home.LastIndexOf('/') + 1)..], "{user}");
    }

    private void AddEndpoint(string endpoint)
    {
        Add(endpoint, "{endpoint}");
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri))
            return;
        Add(uri.Authority, "{endpoint-host}");
        Add($"{uri.Host}:{uri.Port}", "{endpoint-host}");
        Add(uri.Host, "{endpoint-host}");
    }

    private void AddGit(MachineFacts facts)
    {
        Add(facts.GitEmail, "{mail}");
        Add(facts.GitName, "{name}");
        int at = facts.GitEmail.IndexOf('@', StringComparison.Ordinal);
        if (at > 0)
            Add(facts.GitEmail[(at + 1)..], "{mail-domain}");
        string remote = facts.GitRemote;
        Add(remote, "{remote}");
        if (remote.EndsWith(".git", StringComparison.Ordinal))
            Add(remote[..^4], "{remote}");
        // scheme://user@host:port/path, or user@host:path
        int scheme = remote.IndexOf("://", StringComparison.Ordinal);
        string rest = scheme >= 0 ? remote[(scheme + 3)..] : remote;
        rest = rest[(rest.IndexOf('@', StringComparison.Ordinal) + 1)..];
        int end = rest.IndexOfAny(scheme >= 0 ? ['/'] : [':', '/']);
        if (end <= 0)
            return;
        string[] path = rest[end..].Split(['/', ':'], StringSplitOptions.RemoveEmptyEntries);
        if (path.Length > 0)
        {
            string name = path[^1].EndsWith(".git", StringComparison.Ordinal) ? path[^1][..^4] : path[^1];
            if (path.Length > 1)
                Add($"{path[^2]}/{name}", "{remote-repo}");
            Add(name, "{remote-name}");
            if (path.Length > 1)
                Add(path[^2], "{remote-owner}");
        }
        Add(rest[..end].Split(':')[0], RemoteHost);
    }

    private void AddLocale(string locale)
    {
        string plain = locale.Split('.', '@')[0];
        Add(locale, "{locale}");
        Add(plain, "{locale}");
        Add(plain.Replace('_', '-'), "{locale}");
        Add(plain.Replace('_', '-').ToLowerInvariant(), "{locale}");
        Add(plain.Split('_')[0], "{language}");
    }

    private void AddZone(string zone)
    {
        Add(zone, "{zone}");
        Add(zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' '), "{zone}");
        // And without the word that all have: what two of them differ in ends before it. Abbreviations are words elsewhere too, and are known beside a time
        // alone.
        foreach (string name in NamedZones.NamesOf(zone).Where(name => !NamedZones.IsAbbreviation(name)))
        {
            Add(name, "{zone}");
            if (name.Contains(' ', StringComparison.Ordinal) && name[..name.LastIndexOf(' ')] is var before && before.Contains(' ', StringComparison.Ordinal))
                Add(before, "{zone}");
        }
    }

    private void Add(string value, string mark)
    {
        if (value.Length > 1 && !s_ordinary.Contains(value) && !_values.Any(known => known.Value == value))
            _values.Add((value, mark));
    }

    private static string ReplaceWord(string text, string value, string mark)
    {
        int at = FindWord(text, value, 0);
        if (at < 0)
            return text;
        var replaced = new StringBuilder(text.Length);
        int from = 0;
        for (; at >= 0; at = FindWord(text, value, from))
        {
            replaced.Append(text, from, at - from).Append(mark);
            from = at + value.Length;
        }
        return replaced.Append(text, from, text.Length - from).ToString();
    }

    private static int FindWord(string text, string value, int from)
    {
        for (int at = from; at <= text.Length - value.Length; at++)
        {
            at = text.IndexOf(value, at, StringComparison.Ordinal);
            if (at < 0)
                return -1;
            bool starts = at == 0 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(value[0]);
            int end = at + value.Length;
            // A plain word may be a part of another name: get-url does not speak of the user url.
            bool isPart = IsPlain(value) && ((at > 0 && IsJoint(text, at - 1, -1)) || (end < text.Length && IsJoint(text, end, 1)));
            bool isMark = at > 0 && text[at - 1] == '{' && end < text.Length && text[end] == '}';
            if (starts && !isMark && !isPart && (end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(value[^1])))
                return at;
        }
        return -1;
    }

    private static bool IsPlain(string value)
    {
        foreach (char c in value)
        {
            if (!char.IsAsciiLetter(c))
                return false;
        }
        return true;
    }

    private static bool IsJoint(string text, int at, int step) =>
        text[at] is '-' or '_' || (text[at] == '.' && at + step >= 0 && at + step < text.Length && char.IsLetterOrDigit(text[at + step]));

    [GeneratedRegex(@"\{remote-host\}(?=/(?!\{remote))", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex OfAnother();
}
