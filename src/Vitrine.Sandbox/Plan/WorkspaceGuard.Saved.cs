using System.ComponentModel;
using System.Globalization;
using System.Text;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.Plan;

/// <summary>What the guard saw at the start, as text: so that another process can hold back what is new when this one was killed.</summary>
public sealed partial class WorkspaceGuard
{
    private const string Form = "vitrine-guard 1";

    /// <summary>The start as text: the workspace, the moment, and each name with what stood there.</summary>
    /// <param name="begun">The session's start.</param>
    public string Save(DateTimeOffset begun)
    {
        var text = new StringBuilder(4096);
        text.Append(Form).Append('\n').Append(Convert.ToHexString(_tree.Path.ToBytes())).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{_tree.Identity.Device} {_tree.Identity.Inode} {begun.ToUnixTimeSeconds()} {(_isBare ? 1 : 0)}\n");
        foreach ((string name, NameState state) in _before)
            if (state.IsThere)
                text.Append(CultureInfo.InvariantCulture, $"{name} {state.Identity.Device} {state.Identity.Inode} {state.Identity.Type} {state.Link}\n");
            else
                text.Append(name).Append('\n');
        return text.Append("end\n").ToString();
    }

    /// <summary>Opens the workspace again with what was seen at the start.</summary>
    /// <returns>The guard and the start; null when the workspace is not there any more, or another directory is.</returns>
    /// <exception cref="InvalidDataException">The text is none of <see cref="Save"/>.</exception>
    public static (WorkspaceGuard Guard, DateTimeOffset Begun)? Reopen(string saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        string[] lines = saved.Split('\n');
        if (lines.Length < 5 || lines[0] != Form || lines[^2] != "end")
            throw new InvalidDataException("The guard's state is cut off.");
        try
        {
            ulong[] numbers = [.. lines[2].Split(' ').Select(text => ulong.Parse(text, CultureInfo.InvariantCulture))];
            Dictionary<string, NameState> before = [];
            foreach (string line in lines.AsSpan(3, lines.Length - 5))
            {
                string[] parts = line.Split(' ');
                before[parts[0]] = parts.Length == 1 ? default : new NameState(
                    new FileIdentity(ulong.Parse(parts[1], CultureInfo.InvariantCulture), ulong.Parse(parts[2], CultureInfo.InvariantCulture),
                        uint.Parse(parts[3], CultureInfo.InvariantCulture)),
                    parts[4].Length == 0 ? null : parts[4]);
            }

            WorkspaceTree tree;
            try
            {
                tree = WorkspaceTree.Open(UnixPath.FromBytes(Convert.FromHexString(lines[1])));
            }
            catch (Win32Exception gone) when (gone.NativeErrorCode is Constants.ENOENT or Constants.ENOTDIR)
            {
                return null;
            }

            if (tree.Identity.Device == numbers[0] && tree.Identity.Inode == numbers[1])
                return (new WorkspaceGuard(tree, before, numbers[3] == 1), DateTimeOffset.FromUnixTimeSeconds((long)numbers[2]));
            tree.Dispose();
            return null;
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("The guard's state is damaged.", wrong);
        }
    }
}
