using System.Text;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Detectors;
using Vitrine.Core.Inspect.HiddenText;
using Vitrine.Core.Inspect.Identity;
using Vitrine.Runtime.Inspection;
using IdentityHit = Vitrine.Core.Inspect.Identity.IdentityHit;

namespace Vitrine.Fuzz;

/// <summary>What tells who the person is, and what a reader does not see.</summary>
internal static class PersonFuzz
{
    private static readonly byte[] Planted = "thinkmoose"u8.ToArray();

    private static readonly IdentityDetector Detector = new(
    [
        new(IdentityKind.HomePath, "/home/erika"), new(IdentityKind.UserName, "erika"), new(IdentityKind.HostName, "thinkmoose"),
            new(IdentityKind.Email, "erika@example.org"),
        new(IdentityKind.MacAddress, "52:54:00:ab:cd:ef"), new(IdentityKind.TimeZone, "Europe/Berlin"), new(IdentityKind.FullName, "Erika Mustermann"),
    ]);

    /// <summary>Any text: hits lie in it, and a value planted in it as a word of its own is found, whatever stands around it.</summary>
    public static void Identity(ReadOnlySpan<byte> input)
    {
        List<IdentityHit> hits = [];
        bool isAll = Detector.Find(input, hits);
        foreach (IdentityHit hit in hits)
            BrokenPropertyException.Unless(hit.Range.Start >= 0 && hit.Range.Length > 0 && hit.Range.End <= input.Length, "a hit lies in the text");
        BrokenPropertyException.Unless(isAll || hits.Count == IdentityDetector.MaximumHits, "only a full list is cut");
        if (!isAll || hits.Count > IdentityDetector.MaximumHits / 2)
            return;
        int at = input.Length / 2;
        byte[] text = [.. input[..at], (byte)' ', .. Planted, (byte)' ', .. input[at..]];
        hits.Clear();
        Detector.Find(text, hits);
        BrokenPropertyException.Unless(hits.Exists(hit => hit.Kind == IdentityKind.HostName && hit.Range.Start == at + 1), "a planted value is found");
    }

    /// <summary>Any configuration of git.</summary>
    public static void GitConfiguration(ReadOnlySpan<byte> input)
    {
        foreach (IdentityValue value in IdentityGitConfig.Read(Encoding.UTF8.GetString(input)))
            BrokenPropertyException.Unless(value.Value.Length > 0 && !value.Value.Contains('\n', StringComparison.Ordinal), "a value is one line");
    }

    /// <summary>Any text: hits ascend within it, ASCII has none, and a planted one is found.</summary>
    public static void HiddenText(ReadOnlySpan<byte> input)
    {
        List<HiddenCharacter> hits = [];
        bool isAll = HiddenTextDetector.Find(input, [], hits);
        int end = 0;
        foreach (HiddenCharacter hit in hits)
        {
            BrokenPropertyException.Unless(hit.Range.Start >= end && hit.Range.Length > 0 && hit.Range.End <= input.Length, "hits ascend within the text");
            end = hit.Range.End;
        }

        BrokenPropertyException.Unless(hits.Count == 0 || !Ascii.IsValid(input), "ASCII hides nothing");
        BrokenPropertyException.Unless(isAll || hits.Count == HiddenTextDetector.MaximumHits, "only a full list is cut");
        List<Hit> found = [];
        new HiddenTextFinder(null).Find(input, found);
        BrokenPropertyException.Unless(found.Sum(hit => ((HiddenTextHit)hit).Count) == hits.Count, "each is counted once");
        if (!isAll || hits.Count == HiddenTextDetector.MaximumHits)
            return;
        List<HiddenCharacter> again = [];
        byte[] text = [.. input, .. "a\u200Bb"u8];
        HiddenTextDetector.Find(text, [], again);
        int at = input.Length + 1;
        BrokenPropertyException.Unless(again.Exists(hit => hit.CodePoint == 0x200B && hit.Range.Start == at), "a planted character is found");
    }
}
