using System.Text;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Policies;

/// <summary>
/// Makes the narrowest policy that would have let recorded sessions pass: hosts with their methods and paths, programs with their first words, files outside
/// the workspace. Path parts that look made up for one request (numbers, ids, digests) become a star; nothing else is widened. What the session was refused is
/// not learned.
/// </summary>
public sealed class PolicyLearner
{
    private static readonly System.Buffers.SearchValues<char> NeedQuotes = System.Buffers.SearchValues.Create(" \t'\"\\");
    private static readonly System.Buffers.SearchValues<char> NoNames = System.Buffers.SearchValues.Create("*?[]{}");
    private const int MostOfAKind = 5000;
    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> _hosts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _flows = new(StringComparer.Ordinal), _commands = new(StringComparer.Ordinal), _read = new(StringComparer.Ordinal),
        _written = new(StringComparer.Ordinal);
    private readonly PolicyPlaces _places;

    /// <summary>Begins with nothing.</summary>
    public PolicyLearner(PolicyPlaces places) => _places = places;

    /// <summary>How many acts did not fit into what one policy may hold.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Takes one entry of a session in.</summary>
    public void Add(Observation observation)
    {
        switch (observation)
        {
            case RequestStarted { Decision.IsAllowed: true } request when PolicyQuestion.TryParseRequest($"{request.Method} {request.Url}", out RequestFacts facts):
                AddRequest(facts);
                break;
            case FlowEnded { Decision.IsAllowed: true } flow:
                AddTo(_flows, flow.Destination);
                break;
            case ProgramRun run:
                AddCommand(run);
                break;
            case FileOpened { Exists: true } opened when IsOutside(opened.Path):
                AddTo(opened.Access == "write" ? _written : _read, opened.Path.ToString());
                break;
            case FileChanged changed when IsOutside(changed.Path):
                AddTo(_written, changed.Path.ToString());
                break;
        }
    }

    /// <summary>The policy, as YAML.</summary>
    public string ToYaml()
    {
        var text = new StringBuilder("version: \"1\"\n");
        if (_read.Count + _written.Count > 0)
        {
            text.Append("files:\n");
            WriteList(text, "read", _read.Except(_written));
            WriteList(text, "write", _written);
        }

        text.Append("commands:\n  default: deny\n");
        WriteList(text, "allow", _commands, isQuoted: false);
        text.Append("network:\n  default: deny\n");
        if (_hosts.Count + _flows.Count == 0)
            return text.ToString();
        text.Append("  allow:\n");
        foreach ((string host, SortedDictionary<string, SortedSet<string>> methods) in _hosts)
            foreach (IGrouping<string, KeyValuePair<string, SortedSet<string>>> same in methods.GroupBy(
                one => string.Join(", ", one.Value.Select(PolicyText.Quote)), StringComparer.Ordinal))
                text.Append("    - { host: ")
                    .Append(PolicyText.Quote(host))
                    .Append(", methods: [")
                    .AppendJoin(", ", same.Select(one => one.Key))
                    .Append("], paths: [")
                    .Append(same.Key)
                    .Append("] }\n");
        foreach (string flow in _flows)
            text.Append("    - ").Append(PolicyText.Quote(flow)).Append('\n');
        return text.ToString();
    }

    /// <summary>A part of a path that belongs to one request becomes a star.</summary>
    internal static string Generalise(string path) =>
        string.Join('/', path.Split('/').Select(part => LooksMade(part) ? "*" : part));

    private static bool LooksMade(string part)
    {
        if (part.AsSpan().IndexOfAny(NoNames) >= 0)
            return true;
        int digits = part.Count(char.IsAsciiDigit);
        bool isNumber = part.Length > 0 && digits == part.Length;
        bool isHex = part.Length >= 16 && part.All(c => char.IsAsciiHexDigit(c) || c == '-') && digits > 0;
        bool isToken = part.Length >= 20 && digits >= 4 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return isNumber || isHex || isToken;
    }

    private void AddRequest(in RequestFacts request)
    {
        string[] paths = [.. RequestPath.Readings(request.Target).Select(Generalise)];
        // A path that servers read in several ways is allowed in all of these, or not at all.
        if (paths.Length == 0 || !Array.TrueForAll(paths, path => Glob.TryParse(path, out _, out _) && !path.AsSpan().ContainsAny("?#")))
        {
            LeftOut++;
            return;
        }

        string host = request.Destination.Port is 80 or 443 ? request.Destination.Host.ToUriHost() : request.Destination.ToString();
        if (!_hosts.TryGetValue(host, out SortedDictionary<string, SortedSet<string>>? methods))
        {
            if (_hosts.Count >= MostOfAKind)
            {
                LeftOut++;
                return;
            }

            _hosts.Add(host, methods = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal));
        }

        if (!methods.TryGetValue(request.Method, out SortedSet<string>? known))
            methods.Add(request.Method, known = new SortedSet<string>(StringComparer.Ordinal));
        foreach (string path in paths)
            AddTo(known, path);
    }

    private void AddCommand(ProgramRun run)
    {
        string program = run.Program.ToString();
        if (!program.StartsWith('/') || program.Any(char.IsControl))
        {
            LeftOut++;
            return;
        }

        string shown = PolicyPlaces.IsBelow(program, _places.Workspace) ? "./" + program[_places.Workspace.Length..].TrimStart('/')
            : PolicyPlaces.IsBelow(program, _places.Home) ? "~" + program[_places.Home.Length..]
                : _places.IsAgentWritable(program) ? program : program[(program.LastIndexOf('/') + 1)..];
        // The first argument says which of a program's many things it is; the words behind it change from run to run.
        string? first = run.Arguments.Count > 1 ? run.Arguments[1] : null;
        bool isVerb = first is { Length: > 0 and < 40 }
            && char.IsAsciiLetter(first[0])
            && first.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':');
        string line = Word(shown) + (isVerb ? $" {Word(first!)} *" : "");
        if (CommandPattern.TryParse(line, out _, out _))
            AddTo(_commands, PolicyText.Quote(line));
        else
            LeftOut++;
    }

    private static string Word(string word) => word.AsSpan().IndexOfAny(NeedQuotes) < 0 ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private bool IsOutside(UnixPath path)
    {
        string text = path.ToString();
        // What belongs to the box itself needs no rule: system directories are read-only there, and the rest is private to it.
        return text.StartsWith('/')
            && !PolicyPlaces.IsBelow(text, _places.Workspace)
            && PolicyPlaces.IsBelow(text, _places.Home)
            && FilePattern.TryParse(text, out _, out _);
    }

    private void AddTo(SortedSet<string> set, string text)
    {
        if (set.Count < MostOfAKind || set.Contains(text))
            set.Add(text);
        else
            LeftOut++;
    }

    private static void WriteList(StringBuilder text, string key, IEnumerable<string> items, bool isQuoted = true)
    {
        text.Append("  ").Append(key).Append(":\n");
        int before = text.Length;
        foreach (string item in items)
            text.Append("    - ").Append(isQuoted ? PolicyText.Quote(item) : item).Append('\n');
        if (text.Length == before)
            text.Insert(before - 1, " []");
    }
}
