using System.Diagnostics;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Requirements;

namespace Vitrine.Runtime.Workspaces;

/// <summary>Whether commits came over.</summary>
public enum CommitFetchStatus
{
    /// <summary>They stand below <c>refs/vitrine/SESSION</c>.</summary>
    Fetched,

    /// <summary>The agent made none.</summary>
    None,

    /// <summary>git refused what the agent left, or is not there.</summary>
    Failed,
}

/// <summary>What became of the agent's commits.</summary>
/// <param name="References">Full names of the references that were made.</param>
/// <param name="Problem">Why not, when it failed.</param>
public sealed record CommitFetchOutcome(CommitFetchStatus Status, IReadOnlyList<string> References, string? Problem);

/// <summary>
/// Brings the commits of a reviewed session into the workspace's repository. In two steps:
/// <list type="number">
/// <item>in a throw-away box without network or writable files, git reads the objects and references that the agent left, in a repository with our own
/// configuration, and writes a bundle: what the agent wrote to <c>config</c>, <c>hooks</c> or anywhere else is not obeyed, and a fault in git's reading of its
/// files stays in that box;</item>
/// <item>the host's git fetches from the bundle, as it would from any stranger over the network, with every object checked (fsck) and no hook run, to
/// <c>refs/vitrine/SESSION</c>. No branch, no HEAD, no index and no file changes.</item>
/// </list>
/// </summary>
public static class CommitFetch
{
    private const long LargestBundle = 4L << 30;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private const string Bundle =
        """
        set -e
        git init -q --bare --template= "--object-format=$1" r
        printf '/upper/objects\n/lower/objects\n' >r/objects/info/alternates
        for layer in /lower /upper; do
          for file in packed-refs HEAD shallow; do
            if [ -f "$layer/$file" ] && [ ! -L "$layer/$file" ]; then cat "$layer/$file" >"r/$file"; fi
          done
          for kind in heads tags; do
            if [ -d "$layer/refs/$kind" ]; then
              mkdir -p "r/refs/$kind"
              (cd "$layer/refs/$kind" && find . -type f -print0) | while IFS= read -r -d '' name; do
                mkdir -p "r/refs/$kind/${name%/*}"
                head -c 4096 "$layer/refs/$kind/$name" >"r/refs/$kind/$name"
              done
              [ "$layer" = /upper ] && (cd "$layer/refs/$kind" && find . -type c -print0) | while IFS= read -r -d '' name; do rm -f "r/refs/$kind/$name"; done
            fi
          done
          [ "$layer" = /upper ] || git -C r for-each-ref '--format=%(objectname) %(refname)' >known
        done
        git -C r symbolic-ref -q HEAD >/dev/null || git -C r update-ref refs/heads/detached-head HEAD
        git -C r for-each-ref '--format=%(objectname) %(refname)' refs/heads refs/tags | { grep -vxFf known || :; } >changed
        while read -r object name; do
          if git -C r cat-file -e "$object" 2>/dev/null; then echo "$name"; fi
        done <changed >wanted
        if [ ! -s wanted ]; then exit 77; fi
        sed 's/ .*//; s/^/^/' known | sort -u >>wanted
        git -C r rev-list --objects --max-count=1 --stdin <wanted >any
        if [ ! -s any ]; then exit 77; fi
        git -C r bundle create -q - --stdin <wanted
        """;

    /// <summary>Brings them over.</summary>
    /// <exception cref="IOException">The bundle can't be written.</exception>
    public static CommitFetchOutcome Run(PendingChanges pending, string directory)
    {
        ArgumentNullException.ThrowIfNull(pending);
        if (SystemTools.Find("git") is not { } git || SystemTools.Find("bwrap") is not { } bubblewrap)
            return Failed("git or bubblewrap is not installed.");
        if (!pending.HasRepository || !pending.Workspace.IsText)
            return Failed("The workspace's .git is no directory of its own, so there is nowhere to fetch to.");
        string repository = pending.Workspace.ToString(), bundle = Path.Combine(directory, "commits.bundle");
        (int status, string said, string format) = Start(git, ["-C", repository, "rev-parse", "--show-object-format"], null);
        if (status != 0)
            return Failed(said);
        (status, said, _) = Start(bubblewrap, Box(repository + "/.git", pending.Upper + "/.git", format.Trim()), bundle);
        if (status == 77)
        {
            File.Delete(bundle);
            return new CommitFetchOutcome(CommitFetchStatus.None, [], null);
        }

        if (status != 0)
            return Failed($"git could not read what the agent left: {said}");
        string references = $"refs/vitrine/{pending.Session}";
        (status, said, _) = Start(git, Fetch(repository, bundle, references), null);
        File.Delete(bundle);
        if (status != 0)
            return Failed($"git refused what the agent left: {said}");
        (_, _, string made) = Start(git, ["-C", repository, "for-each-ref", "--format=%(refname)", references], null);
        return new CommitFetchOutcome(CommitFetchStatus.Fetched, made.Split('\n', StringSplitOptions.RemoveEmptyEntries), null);
    }

    private static CommitFetchOutcome Failed(string problem) => new(CommitFetchStatus.Failed, [], problem.Trim());

    private static List<string> Box(string lower, string upper, string format)
    {
        List<string> words = ["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"];
        foreach (string tree in (string[])["/usr", "/bin", "/sbin", "/lib", "/lib64", "/nix/store", "/gnu/store"])
        {
            var info = new DirectoryInfo(tree);
            if (info.LinkTarget is { } link)
                words.AddRange(["--symlink", link, tree]);
            else if (info.Exists)
                words.AddRange(["--ro-bind", tree, tree]);
        }

        words.AddRange(["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/work", "--ro-bind", lower, "/lower", "--ro-bind", upper, "/upper", "--remount-ro", "/",
            "--chdir", "/work"]);
        foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)[("PATH", "/usr/local/bin:/usr/bin:/bin"), ("HOME", "/work"),
            ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("LC_ALL", "C")])
            words.AddRange(["--setenv", name, value]);
        words.AddRange(["--", "bash", "-c", Bundle, "bash", format]);
        return words;
    }

    private static List<string> Fetch(string repository, string bundle, string references)
    {
        List<string> words = ["-C", repository];
        foreach (string setting in (ReadOnlySpan<string>)
                 ["core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.allow=never", "protocol.file.allow=always", "fetch.fsckObjects=true",
                     "transfer.fsckObjects=true", "gc.auto=0", "maintenance.auto=false", "fetch.writeCommitGraph=false", "core.logAllRefUpdates=false"])
            words.AddRange(["-c", setting]);
        words.AddRange(["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", bundle]);
        words.AddRange([$"+refs/heads/*:{references}/heads/*", $"+refs/tags/*:{references}/tags/*"]);
        return words;
    }

    /// <summary>Runs a program to its end; its output goes to a file, or is given back.</summary>
    private static (int Status, string Error, string Output) Start(string program, IReadOnlyList<string> arguments, string? outputFile)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        using Process process = Process.Start(start) ?? throw new IOException($"{program} can't be started.");
        process.StandardInput.Close();
        using var limit = new Timer(_ => Kill(process), null, Limit, Timeout.InfiniteTimeSpan);
        var error = new BoundedText();
        process.ErrorDataReceived += (_, line) => error.Add(line.Data);
        process.BeginErrorReadLine();
        string output = "";
        if (outputFile is null)
            output = Bounded(process);
        else
            CopyTo(process, outputFile);
        process.WaitForExit();
        return (process.ExitCode, error.ToString(), output);
    }

    private static void CopyTo(Process process, string path)
    {
        using var file = new FileStream(path,
            new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        byte[] block = new byte[1 << 16];
        long total = 0;
        for (int count; (count = process.StandardOutput.BaseStream.Read(block)) > 0; file.Write(block, 0, count))
            if ((total += count) > LargestBundle)
            {
                Kill(process);
                throw new IOException($"The agent's commits are larger than {LargestBundle >> 30} GiB.");
            }
    }

    private static string Bounded(Process process)
    {
        char[] text = new char[1 << 20];
        int length = process.StandardOutput.ReadBlock(text);
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        return new string(text, 0, length);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>The first lines of what a program complains about.</summary>
    private sealed class BoundedText
    {
        private const int Most = 2000;
        private string _text = "";

        public void Add(string? line)
        {
            if (line is not null && _text.Length < Most)
                _text += line[..Math.Min(line.Length, Most - _text.Length)] + "\n";
        }

        public override string ToString() => _text;
    }
}
