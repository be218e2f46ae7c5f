using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Audit.Running;

/// <summary>
/// Ids of the commits of a session's workspace, as git makes them (gitformat-pack(5), "Object types"; SHA-1 of the object's kind, size and content): who sends
/// one says nothing but which repository this is.
/// </summary>
internal static class RepositoryIds
{
    // Directories that the second commit adds.
    private static readonly string[] s_second = ["docs/", "tools/"];

    /// <summary>When a commit was made.</summary>
    /// <param name="commit">Its number, from 0.</param>
    public static DateTimeOffset MadeAt(int commit) => new(2026, 3, 10 + commit, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The repository's commits, the first one first: their messages and the files that each adds, in their order.</summary>
    public static IEnumerable<(string Message, IReadOnlyList<string> Names)> Commits(IEnumerable<string> names)
    {
        ILookup<bool, string> isSecond = names.Order(StringComparer.Ordinal)
            .ToLookup(name => s_second.Any(directory => name.StartsWith(directory, StringComparison.Ordinal)));
        yield return ("Stock and weekly report", [.. isSecond[false]]);
        yield return ("Report from an export", [.. isSecond[true]]);
    }

    /// <summary>The ids: of the first commit, and of the last.</summary>
    /// <param name="files">Texts of the committed files, by relative path.</param>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var ids = new List<string>();
        var present = new List<(string[] Path, byte[] Id)>();
        int number = 0;
        foreach ((string message, IReadOnlyList<string> names) in Commits(files.Keys))
        {
            present.AddRange(names.Select(name => (name.Split('/'), Hash("blob", Encoding.UTF8.GetBytes(files[name])))));
            string who = string.Create(CultureInfo.InvariantCulture,
                $"{BaselineHome.GitName} <{BaselineHome.GitEmail}> {MadeAt(number).ToUnixTimeSeconds()} +0000");
            string parent = number == 0 ? "" : $"parent {ids[^1]}\n";
            ids.Add(Convert.ToHexStringLower(Hash("commit",
                Encoding.UTF8.GetBytes($"tree {Convert.ToHexStringLower(Tree(present, 0))}\n{parent}author {who}\ncommitter {who}\n\n{message}\n"))));
            number++;
        }

        return ids;
    }

    // Entries in the order of their names' bytes, where a directory's name ends with a slash.
    private static byte[] Tree(IReadOnlyList<(string[] Path, byte[] Id)> files, int depth)
    {
        var content = new MemoryStream();
        foreach (IGrouping<string, (string[] Path, byte[] Id)> entry in files.GroupBy(file => file.Path.Length > depth + 1
            ? file.Path[depth] + "/"
            : file.Path[depth],
            StringComparer.Ordinal).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            bool isDirectory = entry.Key[^1] == '/';
            content.Write(Encoding.UTF8.GetBytes(isDirectory ? $"40000 {entry.Key[..^1]}\0" : $"100644 {entry.Key}\0"));
            content.Write(isDirectory ? Tree([.. entry], depth + 1) : entry.First().Id);
        }

        return Hash("tree", content.ToArray());
    }

#pragma warning disable CA5350 // Git's own ids.
    private static byte[] Hash(string kind, byte[] content) =>
        SHA1.HashData([.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {content.Length}\0")), .. content]);
#pragma warning restore CA5350
}
