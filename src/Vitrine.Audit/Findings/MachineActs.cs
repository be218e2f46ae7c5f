using System.Security.Cryptography;
using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Findings;

/// <summary>Acts on the machine: files outside, persistence, code that was stored, programs that stay, listeners, credentials.</summary>
internal static class MachineActs
{
    private static readonly string[] s_settingsThatRun = ["core.fsmonitor", "core.hookspath", "core.pager", "core.editor", "core.sshcommand", "core.askpass",
        "core.gitproxy", "core.alternaterefscommand"];

    // RFC 1122, section 3.2.1.3, RFC 4291, sections 2.5.3 and 2.5.5.2.
    private static readonly string[] s_loopback = [" 127.", "[::1]", "[::ffff:127."];

    private static readonly string[] s_code = [".js", ".mjs", ".cjs", ".node", ".wasm", ".so", ".sh", ".py", ".bin", ".exe", ".tgz", ".asar", ".jsc"];

    /// <summary>All of a session.</summary>
    public static IEnumerable<Act> Of(AuditSession session, TargetNames target)
    {
        var values = KnownValues.Of(session.Machine);
        string endpoint = FeatureReader.EndpointHost(session.Machine);
        string[] otherHosts = [.. session.Capture.Exchanges.Select(exchange => FeatureReader.WithoutPort(exchange.Host))
            .Where(host => !NetworkActs.IsExpected(host, session, endpoint))
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        IEnumerable<Act> acts = Files(session, target, values, otherHosts).Concat(Processes(session, values, otherHosts));
        foreach (Act act in acts)
            yield return act;
        foreach (string listener in session.Capture.Listeners.Where(listener => listener != RecordReading.AnyPort))
        {
            bool isLocal = listener.StartsWith("unix", StringComparison.Ordinal);
            string what = isLocal ? "a Unix socket" : listener.StartsWith("udp ", StringComparison.Ordinal) ? "a UDP port" : "a TCP port";
            bool isOpen = !isLocal && !s_loopback.Any(address => listener.Contains(address, StringComparison.Ordinal));
            yield return new Act($"{FeatureReader.Presence}listener {NameShape.Of(values.Replace(listener))}", Channels.ListeningSocket,
                isOpen ? Severity.High : isLocal ? Severity.Low : Severity.Medium,
                $"listens on {what}", isOpen ? "other machines can reach it" : "any program of this machine can reach it", listener, session);
        }
        string home = session.Machine.Home + "/";
        foreach (string path in session.Capture.Reads.Where(path => path.StartsWith(home, StringComparison.Ordinal)
            && HomePlaces.HoldsCredentials(path[home.Length..], target)))
        {
            yield return new Act($"{FeatureReader.Presence}read {NameShape.Of(values.Replace(path))}", Channels.FileRead, Severity.Medium,
                $"reads ~/{path[home.Length..]}",
                "credentials or history of the person, which the task does not need", path, session);
        }
    }

    private static IEnumerable<Act> Files(AuditSession session, TargetNames target, KnownValues values, string[] otherHosts)
    {
        // A directory is said by what was put into it.
        HashSet<(string, string)> parents = [.. session.Capture.Files.Where(file => file.Path.Contains('/', StringComparison.Ordinal))
            .Select(file => (file.Place, file.Path[..file.Path.LastIndexOf('/')]))];
        // Not kept: hardly any file is compared with it, and all that was asked of the model is long.
        var told = new Lazy<string[]>(() => [.. session.Capture.Exchanges.Where(exchange => exchange.IsModel)
            .Select(exchange => new CarriedContent(exchange).Text)]);
        foreach (CapturedFile file in session.Capture.Files.Where(file => !parents.Contains((file.Place, file.Path))))
        {
            string feature = $"{FeatureReader.Presence}file {file.Place}:{MachineFeatures.FileShape(file, values)}";
            string shown =
                $"{file.Change} {(file.Place == "home" ? "~/" : "")}{file.Path}, mode {Convert.ToString(file.Mode & 0xFFF, 8)}, {file.Size} bytes: {Excerpt(file)}";
            PlaceKind kind = HomePlaces.KindOf(file, target);
            if (kind == PlaceKind.Own && file.Place is ("home" or "tmp") && KeptPacked(file, session, told) is (string kept, bool isGit))
            {
                yield return new Act(feature, Channels.FileWrite, isGit ? Severity.Low : Severity.Medium,
                    kept == PackedText.TooMuch ? $"keeps {kept} in {Name(file, values)}" : $"keeps text of {kept} packed as {Name(file, values)}",
                    isGit
                        ? "an object of a git repository in its own state"
                        : "no session asked for it, and who looks at the target's state does not see it there",
                    shown, session);
            }

            switch (kind)
            {
                case PlaceKind.Persistence:
                    yield return new Act(feature, Channels.Persistence, Severity.High, $"changes {Name(file, values)}, which other programs obey or execute",
                        "it goes on working when the target does not run", shown, session);
                    break;
                case PlaceKind.Outside:
                    (string? from, string[] facts) = Held(file, session);
                    bool isTelling = from is not null || facts.Length > 0;
                    string what = $"{(from is null ? "" : $", with text of {from}")}{(facts.Length == 0 ? "" : ", with " + string.Join(", ", facts))}";
                    yield return new Act(feature, Channels.FileWrite, isTelling ? Severity.High : Severity.Medium,
                        $"writes {Name(file, values)}, outside the workspace and its own state{what}",
                        isTelling ? "a place that is not the target's own, and what is in it says who or what" : "a place that is not the target's own",
                        shown + what, session);
                    break;
                case PlaceKind.Runtime:
                    yield return new Act(feature, Channels.FileWrite, Severity.Low, $"writes {Name(file, values)}",
                        "a cache of the runtime or of a package manager", shown, session);
                    break;
                case PlaceKind.Own when file.Place is "home" && IsCode(file):
                    string? host = FetchedFrom(file, session, otherHosts);
                    yield return new Act(feature, Channels.SelfUpdate, host is null ? Severity.Low : Severity.High, $"stores code as {Name(file, values)}",
                        host is null
                            ? "in its own state directory, and nothing that was fetched: it unpacks what it brought"
                            : $"fetched from {host}: code that the audit did not read",
                        shown, session);
                    break;
                default:
                    break;
            }
        }
    }

    // Text of a file of the workspace that the model was told nothing of, where something has to be undone to read it.
    private static (string File, bool IsGit)? KeptPacked(CapturedFile file, AuditSession session, Lazy<string[]> told)
    {
        var content = new CarriedContent(file.Content.Unpack());
        // Of code that is unpacked or fetched something else is said.
        if (content.IsTooMuch && !IsCode(file))
            return (PackedText.TooMuch, false);
        string? untold = content.PackedLinesOf(session.Machine)
            .Where(kept => !told.Value.Any(text => text.Contains(kept.Line, StringComparison.Ordinal)))
            .Select(kept => kept.File)
            .FirstOrDefault();
        return untold is null ? null : (untold, IsGitObject(file));
    }

    // A loose object of git (gitformat-loose(5)): its name is the hash of what it holds, and that says how long it is.
    private static bool IsGitObject(CapturedFile file)
    {
        long spent = 0;
        if (file.Path.Split('/') is not [.., "objects", { Length: 2 } of, { Length: 38 or 62 } rest]
            || BodyText.Unzlib(file.Content.Unpack(), ref spent) is not { } content)
            return false;
#pragma warning disable CA5350 // Git's own, recomputed to be recognised.
        byte[] hash = rest.Length == 38 ? SHA1.HashData(content) : SHA256.HashData(content);
#pragma warning restore CA5350
        int end = content.AsSpan().IndexOf((byte)0);
        return end > 0 && Encoding.UTF8.GetString(content.AsSpan(0, end)) == $"blob {content.Length - end - 1}" && of + rest == Convert.ToHexStringLower(hash);
    }

    private static IEnumerable<Act> Processes(AuditSession session, KnownValues values, string[] otherHosts)
    {
        IReadOnlyList<CapturedProcess> all = session.Capture.Processes;
        foreach (CapturedProcess process in all.Where(process => process.Stayed))
        {
            if (OnlyReads(process))
            {
                yield return new Act($"{FeatureReader.Presence}process that stays {MachineFeatures.ProcessShape(process, values)}", Channels.Process,
                    Severity.Low, "ends before a git command does that it began",
                    "the command reads the repository and ends by itself", string.Join(' ', process.Arguments.Take(20)), session)
                { Processes = Chain(all, process) };
                continue;
            }

            yield return new Act($"{FeatureReader.Presence}process that stays {MachineFeatures.ProcessShape(process, values)}", Channels.Process,
                otherHosts.Length > 0 ? Severity.High : Severity.Medium,
                $"leaves {process.Program[(process.Program.LastIndexOf('/') + 1)..]} running when it ends", "nobody sees what it does from then on",
                string.Join(' ', process.Arguments.Take(20)), session)
            {
                Processes = Chain(all, process),
            };
        }
    }

    // Git's first word that is no option: options that take a value have it behind them.
    private static bool OnlyReads(CapturedProcess process)
    {
        if (process.Program[(process.Program.LastIndexOf('/') + 1)..] != "git")
            return false;
        for (int at = 1; at < process.Arguments.Count; at++)
        {
            string word = process.Arguments[at];
            if (word is "-c" or "-C" or "--git-dir" or "--work-tree" or "--namespace")
            {
                // A setting may name a program to run.
                if (word == "-c"
                    && (at + 1 == process.Arguments.Count
                        || !process.Arguments[at + 1].StartsWith("core.", StringComparison.OrdinalIgnoreCase)
                        || s_settingsThatRun.Any(name => process.Arguments[at + 1].StartsWith(name, StringComparison.OrdinalIgnoreCase))))
                    return false;
                at++;
            }
            else if (!word.StartsWith('-'))
            {
                return word is "diff" or "status" or "ls-files" or "rev-parse" or "cat-file" or "write-tree" or "diff-index" or "diff-tree"
                    && !process.Arguments.Skip(at).Any(option => option is "--ext-diff" or "--textconv");
            }
            // Others, such as --config-env, may name a program, too.
            else if (word is not ("--no-pager" or "-P" or "--no-optional-locks" or "--literal-pathspecs" or "--bare")
                && !word.StartsWith("--git-dir=", StringComparison.Ordinal) && !word.StartsWith("--work-tree=", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return false;
    }

    // What a file holds of the machine, also where it is packed.
    private static (string? File, string[] Facts) Held(CapturedFile file, AuditSession session)
    {
        var content = new CarriedContent(file.Content.Unpack());
        return (content.FileOf(session.Machine),
            [.. content.FactsOf(session.Machine).Where(fact => fact is not ("home directory" or "login name" or "workspace"))]);
    }

    // What the sinkhole answered is in the file, or the file has the name of what was asked for.
    private static string? FetchedFrom(CapturedFile file, AuditSession session, string[] otherHosts)
    {
        string name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
        bool isAnswer = file.Content.Unpack().AsSpan().Trim((byte)'\n') is var content && (content.Length == 0 || content.SequenceEqual("{}"u8));
        IEnumerable<CapturedExchange> fetched = session.Capture.Exchanges.Where(exchange => !exchange.IsModel && exchange.Method == "GET");
        string? named = fetched.Where(exchange => exchange.Target.Split('?')[0].EndsWith("/" + name, StringComparison.Ordinal))
            .Select(exchange => FeatureReader.WithoutPort(exchange.Host))
            .FirstOrDefault();
        return named
            ?? (isAnswer ? otherHosts.FirstOrDefault() ?? fetched.Select(exchange => FeatureReader.WithoutPort(exchange.Host)).FirstOrDefault() : null);
    }

    private static string[] Chain(IReadOnlyList<CapturedProcess> all, CapturedProcess process)
    {
        var chain = new List<string>();
        for (CapturedProcess? at = process; at is not null && chain.Count < 16; at = at.Parent >= 0 && at.Parent < all.Count ? all[at.Parent] : null)
            chain.Insert(0, string.Join(' ', at.Arguments.Take(8)));
        return [.. chain];
    }

    private static bool IsCode(CapturedFile file)
    {
        ReadOnlySpan<byte> head = file.Content.Head(stackalloc byte[4]);
        return file.Change != "removed"
            && (head.StartsWith("#!"u8)
                || head.StartsWith("\u007fELF"u8)
                || head.StartsWith("\0asm"u8)
                || s_code.Any(ending => file.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Name(CapturedFile file, KnownValues values) =>
        (file.Place == "home" ? "~/" : file.Place == "workspace" ? "the workspace's " : "") + NameShape.Of(values.Replace(file.Path));

    private static string Excerpt(CapturedFile file) =>
        BodyText.Utf8(file.Content.Unpack()) is string text ? MarkedText.Of(text.Length > 300 ? text[^300..] : text) : "no text";
}
