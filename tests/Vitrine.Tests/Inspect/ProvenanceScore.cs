using System.Globalization;
using System.Text;
using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Model;

namespace Vitrine.Tests.Inspect;

/// <summary>Counts, for one kind of text, what was to be found, what was, and what was claimed wrongly.</summary>
internal sealed class ProvenanceScore(string name)
{
    private const int MostExamples = 6;

    public List<string> FalseClaims { get; } = [];

    public List<string> Missed { get; } = [];

    public int Texts { get; private set; }

    public int Expected { get; private set; }

    public int Found { get; private set; }

    public int FalseFiles { get; private set; }

    public int FalseLines { get; private set; }

    /// <summary>Whether the texts hold a few lines of a file each, torn apart or joined.</summary>
    public bool IsOfScraps =>
        name is "part: diff mixed, unnamed"
            or "part: joined by threes"
            or "part: all on one line"
            or "part: re-wrapped at 60"
            or "snippets interleaved"
            or "part of a long line";

    public double Recall => Expected == 0 ? 1 : (double)Found / Expected;

    /// <summary>Searches one text.</summary>
    /// <param name="index">The index.</param>
    /// <param name="files">Content of the indexed files.</param>
    /// <param name="text">The text.</param>
    /// <param name="expected">What must be found.</param>
    /// <param name="allowed">Files that may be named.</param>
    public void Try(ProvenanceIndex index, IReadOnlyDictionary<string, CorpusFile> files, string text, IReadOnlyCollection<(string Path, int Line)> expected,
        IReadOnlySet<string> allowed)
    {
        Texts++;
        Expected += expected.Count;
        var found = new HashSet<(string, int)>();
        string dense = Dense(text), resolved = Dense(System.Net.WebUtility.HtmlDecode(text));
        foreach (SourceFound source in index.Find(Encoding.UTF8.GetBytes(text)))
        {
            string path = source.File.ToString();
            if (!allowed.Contains(path))
            {
                FalseFiles++;
                Note(FalseClaims,
                    $"{path} {string.Join(' ', source.Lines.Select(range => $"{range.First}-{range.Last}"))} in a text of {string.Join(' ', allowed)}");
            }

            foreach (LineRange range in source.Lines)
                for (int line = range.First; line <= range.Last; line++)
                {
                    found.Add((path, line));
                    string content = Dense(files[path].Lines[line - 1]);
                    if (IsIn(dense, content) || IsIn(resolved, content))
                        continue;
                    FalseLines++;
                    Note(FalseClaims, $"{path}:{line} {files[path].Lines[line - 1].Trim()}");
                }
        }

        foreach ((string path, int line) in expected)
            if (found.Contains((path, line)))
                Found++;
            else
                Note(Missed, $"{path}:{line} {ProvenanceDisguises.Cut(files[path].Lines[line - 1].Trim(), 100)}");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
            $"{name,-26} {Texts,6} texts {Expected,7} lines {Recall * 100,8:F2} % found {FalseFiles,4} false files {FalseLines,4} false lines");

    /// <summary>The content without what a transport may change.</summary>
    public static string Dense(string text)
    {
        var dense = new StringBuilder(text.Length);
        foreach (char each in text)
            if (each is '\0' or > ' ')
                dense.Append(each);
        return dense.ToString();
    }

    // A line that was cut by the sender is in the text with its beginning; a part of a very long one with any part.
    private static bool IsIn(string text, string line)
    {
        const int Least = 12, Part = 24;
        if (text.Contains(line, StringComparison.Ordinal) || (line.Length > Least && text.Contains(line[..Least], StringComparison.Ordinal)))
            return true;
        for (int at = 0; at + Part <= line.Length; at++)
            if (text.Contains(line.Substring(at, Part), StringComparison.Ordinal))
                return true;
        return false;
    }

    private static void Note(List<string> examples, string example)
    {
        if (examples.Count < MostExamples)
            examples.Add(example);
    }
}
