using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Audit.Running;

/// <summary>Workspaces with their repositories: made once by git for each different content, and copied for each session.</summary>
internal sealed class WorkspaceTemplates(string directory)
{
    private readonly ConcurrentDictionary<string, Lazy<string>> _made = new(StringComparer.Ordinal);

    /// <summary>Copies the machine's workspace to a new directory.</summary>
    /// <exception cref="IOException">git could not make it, or it could not be copied.</exception>
    public void CopyTo(AuditMachine machine, string target)
    {
        string key = KeyOf(machine.WorkspaceFiles);
        string template = _made.GetOrAdd(key, _ => new Lazy<string>(() => Make(Path.Combine(directory, key), machine.WorkspaceFiles))).Value;
        Copy(template, target);
        string config = Path.Combine(target, ".git/config");
        if (machine.GitRemote.Length > 0 && File.Exists(config))
            File.AppendAllText(config,
                $"[remote \"origin\"]\n\turl = {machine.GitRemote}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n[branch \"main\"]\n\tremote = origin\n\tmerge = refs/heads/main\n");
    }

    private static string Make(string path, IReadOnlyDictionary<string, string> files)
    {
        // One that an ended process left may be half made.
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        Git(path, 0, "init", "-q", "--template=", "-b", "main");
        int commit = 0;
        foreach ((string message, IReadOnlyList<string> names) in RepositoryIds.Commits(files.Keys))
        {
            foreach (string name in names)
            {
                string file = Path.Combine(path, name);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, files[name], new UTF8Encoding(false));
            }

            Git(path, commit, "add", "-A", "-f");
            Git(path, commit++, "-c", "commit.gpgsign=false", "commit", "-q", "--allow-empty", "-m", message);
        }

        Git(path, commit, "branch", "stock-report");
        string dirty = Path.Combine(path, BaselineWorkspace.Dirty);
        if (File.Exists(dirty))
            File.AppendAllText(dirty, BaselineWorkspace.DirtyText);
        return path;
    }

    private static void Git(string path, int commit, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = path, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Clear();
        string date = RepositoryIds.MadeAt(commit).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        foreach ((string name, string value) in ((string, string)[])
        [
            ("PATH", AuditTools.Path), ("HOME", path), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"),
                ("GIT_AUTHOR_NAME", BaselineHome.GitName), ("GIT_AUTHOR_EMAIL", BaselineHome.GitEmail),
            ("GIT_COMMITTER_NAME", BaselineHome.GitName), ("GIT_COMMITTER_EMAIL", BaselineHome.GitEmail), ("GIT_AUTHOR_DATE", date),
            ("GIT_COMMITTER_DATE", date),
        ])
            start.Environment[name] = value;
        using Process git = Process.Start(start) ?? throw new IOException("git can't be started.");
        Task<string> output = git.StandardOutput.ReadToEndAsync();
        string error = git.StandardError.ReadToEnd();
        _ = output.GetAwaiter().GetResult();
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new IOException($"git {arguments[0]} failed: {error}");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(to + directory[from.Length..]);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, to + file[from.Length..]);
    }

    private static string KeyOf(IReadOnlyDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, string text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name.Length} {text.Length} "));
            hash.AppendData(Encoding.UTF8.GetBytes(name + text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
