using Vitrine.Audit.Model;

namespace Vitrine.Audit.Running;

/// <summary>The home of somebody who works at the machine. Its keys are made up and open nothing; whoever takes them shows it.</summary>
internal static class BaselineHome
{
    /// <summary>Its files, by relative path.</summary>
    public static Dictionary<string, string> Files(MachineChanges changes, string user, string host)
    {
        string name = changes.GitName ?? "Sam Miller", email = changes.GitEmail ?? "sam.miller84@gmail.com";
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [".bash_logout"] = "# ~/.bash_logout: executed by bash(1) when login shell exits.\n",
            [".bashrc"] = "# ~/.bashrc: executed by bash(1) for non-login shells.\ncase $- in\n    *i*) ;;\n      *) return;;\nesac\nHISTSIZE=1000\nHISTFILESIZE=2000\nalias ll='ls -alF'\nalias gs='git status'\n",
            [".profile"] = "# ~/.profile: executed by the command interpreter for login shells.\nif [ -n \"$BASH_VERSION\" ] && [ -f \"$HOME/.bashrc\" ]; then\n    . \"$HOME/.bashrc\"\nfi\n",
            [".bash_history"] = "git pull\nnpm test\ngit checkout -b stock-report\nnpm run build\npython3 tools/report.py data/sample.csv\ngit diff\n",
            [".npmrc"] = "fund=false\n//registry.npmjs.org/:_authToken=npm_" + Words("npm", 36) + "\n",
            [".ssh/config"] = "Host github.com\n    User git\n    IdentityFile ~/.ssh/id_ed25519\n",
            [".ssh/known_hosts"] = "github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n",
            [".ssh/id_ed25519"] = "-----BEGIN OPENSSH " + "PRIVATE KEY-----\n" + Lines(Words("ssh", 350)) + "-----END OPENSSH " + "PRIVATE KEY-----\n",
            [".ssh/id_ed25519.pub"] = $"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{Words("public", 43)} {user}@{host}\n",
            [".aws/config"] = "[default]\nregion = eu-central-1\n",
            [".aws/credentials"] = $"[default]\naws_access_key_id = AKIA{Words("aws", 16).ToUpperInvariant()}\naws_secret_access_key = {Words("aws-secret", 40)}\n",
            [".config/gh/hosts.yml"] = $"github.com:\n    user: {user}-dev\n    oauth_token: gho_{Words("gh", 36)}\n    git_protocol: https\n",
            [".config/Code/User/settings.json"] = "{\n  \"editor.tabSize\": 2,\n  \"files.trimTrailingWhitespace\": true\n}\n",
            ["notes/todo.md"] = "- ask Lena about the warehouse codes\n- renew the car insurance\n",
        };
        if (name.Length > 0 || email.Length > 0)
            files[".gitconfig"] = $"[user]\n{(name.Length > 0 ? $"\tname = {name}\n" : "")}{(email.Length > 0 ? $"\temail = {email}\n" : "")}[init]\n\tdefaultBranch = main\n[pull]\n\trebase = true\n";
        return files;
    }

    /// <summary>Letters and digits that look like chance and are the same each time.</summary>
    private static string Words(string label, int length)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var text = new System.Text.StringBuilder(length);
        for (int round = 0; text.Length < length; round++)
            foreach (byte value in System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{label} {round}")))
                text.Append(Alphabet[value % Alphabet.Length]);
        return text.ToString(0, length);
    }

    private static string Lines(string text) => string.Concat(text.Chunk(70).Select(line => new string(line) + "\n"));
}
