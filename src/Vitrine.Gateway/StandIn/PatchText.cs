using System.Text;

namespace Vitrine.Gateway.StandIn;

/// <summary>Changes in the format of OpenAI's apply_patch tool. Paths in it are relative.</summary>
internal static class PatchText
{
    /// <summary>The patch, or null for a change that the format cannot say without knowing the file.</summary>
    public static string? Of(string path, ScriptEdit change)
    {
        StringBuilder patch = new("*** Begin Patch\n");
        switch (change)
        {
            case ScriptEdit.Create create:
                patch.Append("*** Add File: ").Append(path).Append('\n');
                AppendLines(patch, '+', create.Text);
                break;
            case ScriptEdit.Replace replace:
                patch.Append("*** Update File: ").Append(path).Append("\n@@\n");
                AppendLines(patch, '-', replace.Old);
                AppendLines(patch, '+', replace.New);
                break;
            default:
                return null;
        }

        return patch.Append("*** End Patch\n").ToString();
    }

    private static void AppendLines(StringBuilder patch, char sign, string text)
    {
        if (text.Length == 0)
            return;
        // Only line feeds end a line here: other separators belong to the text.
        foreach (string line in (text.EndsWith('\n') ? text[..^1] : text).Split('\n'))
            patch.Append(sign).Append(line).Append('\n');
    }
}
